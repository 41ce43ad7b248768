import { z } from 'zod';
import { request } from '../definition/request.ts';

export const telemetryRequests = {
  /** Turns the binary telemetry batches (see `telemetry/batches.ts`) on or off for this session; asked again, everything comes again. */
  'telemetry.follow': request({
    needs: 'telemetry.follow',
    input: z.strictObject({ enabled: z.boolean() }),
    output: z.object({}),
  }),
};
