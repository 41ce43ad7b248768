/** All units of the hall, each with a socket of its own, in one process. */
import { WebSocket } from 'ws';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { socketAddressOf } from '../../renderer/link/webSocketLike.ts';
import { answerParent } from '../harness/askedChild.ts';
import { movingFix } from './movingFix.ts';
import { sendInTurn } from './pace.ts';

/** How many connect at the same time. */
const AT_ONCE = 64;

const sockets: WebSocket[] = [];
const newestAt: number[] = [];
let ended = 0;

function enter(place: { url: string; caPem: string }, token: string): Promise<WebSocket> {
  const socket = new WebSocket(socketAddressOf(place.url), { ca: place.caPem, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => {
      ended += 1;
      reject(new Error(`a unit was sent away with ${code}`));
    });
    socket.on('open', () => socket.send(JSON.stringify({ id: 1, method: 'session.hello', data: { protocolVersion: PROTOCOL_VERSION, token, purpose: 'unit', client: { name: 'bench', version: '0' } } })));
    socket.on('message', (bytes: Buffer) => {
      const text = bytes.toString();
      if (text.startsWith('{"id":1,"ok":true')) {
        socket.removeAllListeners('message');
        resolve(socket);
      } else if (!text.startsWith('{"notice"')) {
        reject(new Error(`a unit was refused: ${text}`));
      }
    });
  });
}

const asks = {
  /** Lets these in, besides those that are already, as far as time allows; answers how many are in. */
  async enter({ url, caPem, tokens, withinMs }: { url: string; caPem: string; tokens: readonly string[]; withinMs: number }): Promise<number> {
    const waiting = tokens.values();
    const endAt = performance.now() + withinMs;
    const line = async () => {
      for (const token of waiting) {
        sockets.push(await enter({ url, caPem }, token));
        if (performance.now() > endAt) {
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, line));
    return sockets.length;
  },

  /** The first of them drive for so long; answers how many fixes they sent. */
  async drive({ units, forMs }: { units: number; forMs: number }): Promise<number> {
    const sent = await sendInTurn({
      units, forMs,
      send: (unit) => {
        const at = Date.now();
        newestAt[unit] = at;
        sockets[unit]?.send(encodeFix(movingFix(unit, at)));
      },
    });
    if (ended > 0) {
      throw new Error(`${ended} units were sent away`);
    }
    return sent;
  },

  /** Times of the newest fix of each unit that has sent one, ascending. */
  newest: () => Float64Array.from(newestAt).sort(),
};
export type HallUnitAsks = typeof asks;

answerParent(asks);
