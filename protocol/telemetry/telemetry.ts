import { z } from 'zod';
import { request } from '../definition/request.ts';

export const telemetryRequests = {
  /** Turns the binary telemetry frames (see `telemetry/frames.ts`) on or off for this session. */
  'telemetry.follow': request({
    needs: 'telemetry.follow',
    input: z.strictObject({ enabled: z.boolean() }),
    output: z.object({}),
  }),
};
