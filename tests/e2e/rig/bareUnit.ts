import { WebSocket } from 'ws';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { createHallLink } from '../../../renderer/link/createHallLink.ts';
import type { HallLink } from '../../../renderer/link/hallLink.ts';
import type { HallPlace } from '../../../sfu/commands/openOperator.ts';
import { openGuest } from '../../../sfu/commands/openOperator.ts';
import type { HallAddress } from '../../../scripts/demo/hallProcess.ts';

const FIX_EVERY_MS = 1_000;

/** A unit without a camera: one connection, and its position every second. */
export async function startBareUnit(options: { place: HallPlace; address: HallAddress; code: string; at: readonly [number, number] }): Promise<{ link: HallLink; close(): void }> {
  const guest = await openGuest(options.place);
  const { token } = await guest.request('session.redeemCode', { code: options.code, client: { name: 'bare unit', version: '0' } }).finally(() => guest.close());
  const link = createHallLink({
    url: options.address.url,
    token,
    purpose: 'unit',
    clientName: 'bare unit',
    clientVersion: '0',
    createSocket: (url) => new WebSocket(url, { ca: options.address.caPem }),
  });
  const [longitudeDeg, latitudeDeg] = options.at;
  const timer = setInterval(() => {
    link.sendBinary(encodeFix({ longitudeDeg, latitudeDeg, headingDeg: 0, speedMps: 0, accuracyM: 10, batteryPercent: 80, signalBars: 4, charging: false, at: link.now() }));
  }, FIX_EVERY_MS);
  return {
    link,
    close: () => {
      clearInterval(timer);
      link.close();
    },
  };
}
