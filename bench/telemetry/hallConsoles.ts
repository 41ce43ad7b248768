/** The hall's consoles: those that read decode every batch as a window does; the last one stops reading. */
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { BatchReader } from '#protocol/telemetry/batches.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { socketAddressOf } from '../../renderer/link/webSocketLike.ts';
import { answerParent } from '../harness/askedChild.ts';
import { Receiving, type Received } from './received.ts';

/** Those that do not read say so often that they live, ms; else the hall would take them for dead. */
const ALIVE_EVERY_MS = 4_000;

const receiving = new Receiving();
const faults: string[] = [];
const readers: BatchReader[] = [];

/** Turns telemetry on or off for the consoles that read. */
const switches: ((enabled: boolean) => Promise<void>)[] = [];

function follow(place: { url: string; caPem: string }, token: string, { reads }: { reads: boolean }): Promise<void> {
  const socket = new WebSocket(socketAddressOf(place.url), { ca: place.caPem, perMessageDeflate: false });
  const reader = new BatchReader();
  const ask = (id: number, method: string, data: unknown) => socket.send(JSON.stringify({ id, method, data }));
  let switched = () => {};
  if (reads) {
    readers.push(reader);
    switches.push((enabled) => new Promise((resolve) => {
      switched = resolve;
      ask(3, 'telemetry.follow', { enabled });
    }));
  }
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => faults.push(`a console was sent away with ${code}`));
    socket.on('open', () => ask(1, 'session.hello', { protocolVersion: PROTOCOL_VERSION, token, purpose: 'desk', client: { name: 'bench', version: '0' } }));
    socket.on('message', (bytes: Buffer, isBinary: boolean) => {
      if (!isBinary) {
        if (bytes.toString().startsWith('{"id":1,"ok":true')) {
          ask(2, 'telemetry.follow', { enabled: true });
        } else if (bytes.toString().startsWith('{"id":3,"ok":true')) {
          switched();
        }
        return;
      }
      const batch = reader.read(bytes);
      if (batch === null) {
        faults.push('a console missed a batch');
      } else if (!batch.keyframe) {
        receiving.payload(bytes.length);
        batch.rows.forEach(({ at }) => receiving.update(at));
      }
      resolve();
      if (!reads && !socket.isPaused) {
        socket.pause();
        setInterval(() => socket.pong(), ALIVE_EVERY_MS);
      }
    });
  });
}

const asks = {
  /** Resolves when all of them have their first batch. The last of the tokens is that of the one that stops reading. */
  async follow({ url, caPem, tokens }: { url: string; caPem: string; tokens: readonly string[] }): Promise<void> {
    await Promise.all(tokens.map((token, index) => follow({ url, caPem }, token, { reads: index < tokens.length - 1 })));
  },

  /** Whether those who read follow from now on. */
  async follows(enabled: boolean): Promise<void> {
    await Promise.all(switches.map((turn) => turn(enabled)));
  },

  restart: () => receiving.restart(),

  /** What came until now, once so much came or no more comes. */
  async result({ expected, withinMs }: { expected: number; withinMs: number }): Promise<Received> {
    for (const endAt = performance.now() + withinMs; receiving.updates < expected && performance.now() < endAt; ) {
      await wait(20);
    }
    if (faults.length > 0) {
      throw new Error(faults.join('; '));
    }
    return receiving.result();
  },

  /** Resolves when every console that reads has the newest fix of every unit. Errors: when one does not get it. */
  async settle({ newest, withinMs }: { newest: Float64Array; withinMs: number }): Promise<void> {
    const isThere = (reader: BatchReader) => {
      const times = Float64Array.from(reader.rows.values(), ({ at }) => at).sort();
      return times.length === newest.length && times.every((at, place) => at === newest[place]);
    };
    for (const endAt = performance.now() + withinMs; !readers.every(isThere); await wait(100)) {
      if (performance.now() > endAt) {
        throw new Error(`${readers.filter((reader) => !isThere(reader)).length} consoles have not the newest of every unit`);
      }
    }
  },
};
export type HallConsoleAsks = typeof asks;

answerParent(asks);
