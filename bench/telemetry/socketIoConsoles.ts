/** The peer's consoles. */
import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { answerParent } from '../harness/askedChild.ts';
import { Receiving, type Received } from './received.ts';

const receiving = new Receiving();
const sockets: Socket[] = [];

const asks = {
  async enter({ url, caPem, consoles }: { url: string; caPem: string; consoles: number }): Promise<void> {
    await Promise.all(Array.from({ length: consoles }, () => new Promise((resolve) => {
      const socket = io(url, { ca: caPem, transports: ['websocket'], forceNew: true });
      socket.on('fix', ({ t }: { t: number }) => receiving.update(t));
      socket.on('connect', () => {
        // With the letter that says what kind of packet it is.
        socket.io.engine.on('packet', ({ data }: { data?: unknown }) => receiving.payload(typeof data === 'string' ? data.length + 1 : 0));
        sockets.push(socket);
        resolve(undefined);
      });
    })));
  },

  /** Whether they follow from now on. */
  async follows(enabled: boolean): Promise<void> {
    await Promise.all(sockets.map((socket) => socket.emitWithAck('follow', enabled)));
  },

  restart: () => receiving.restart(),

  /** What came until now, once so much came or no more comes. */
  async result({ expected, withinMs }: { expected: number; withinMs: number }): Promise<Received> {
    for (const endAt = performance.now() + withinMs; receiving.updates < expected && performance.now() < endAt; ) {
      await wait(20);
    }
    return receiving.result();
  },
};
export type SocketIoConsoleAsks = typeof asks;

answerParent(asks);
