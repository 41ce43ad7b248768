/** Units that share sockets to the peer. */
import { io, type Socket } from 'socket.io-client';
import { answerParent } from '../harness/askedChild.ts';
import { movingFix } from './movingFix.ts';
import { sendInTurn } from './pace.ts';

const SOCKETS = 50;
let sockets: Socket[] = [];

const asks = {
  async enter({ url, caPem }: { url: string; caPem: string }): Promise<void> {
    sockets = Array.from({ length: SOCKETS }, () => io(url, { ca: caPem, transports: ['websocket'], forceNew: true }));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', () => resolve(undefined)))));
  },

  /** The first of them drive for so long; answers how many fixes they sent. Short names: what is compared is not how long names are. */
  drive: ({ units, forMs }: { units: number; forMs: number }): Promise<number> =>
    sendInTurn({
      units, forMs,
      send: (unit) => {
        const fix = movingFix(unit, Date.now());
        const round = (value: number, digits: number) => Number(value.toFixed(digits));
        sockets[unit % SOCKETS]?.emit('fix', {
          i: unit, x: round(fix.longitudeDeg, 7), y: round(fix.latitudeDeg, 7), h: round(fix.headingDeg, 1), v: round(fix.speedMps, 1), r: fix.accuracyM, b: fix.batteryPercent, s: fix.signalBars, c: fix.charging, t: fix.at,
        });
      },
    }),
};
export type SocketIoUnitAsks = typeof asks;

answerParent(asks);
