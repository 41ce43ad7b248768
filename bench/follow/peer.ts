/** What everything is compared with: a program that only sends. It speaks the hall's words, knows everyone, decides nothing and keeps nothing. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { WebSocketServer, type WebSocket } from 'ws';
import { maySee, nounOf, type Viewer } from '#domain/access/viewer.ts';
import { snapshotOf, stateOf, visibleState } from '#domain/hallState/hallState.ts';
import type { RequestName, RequestOutput } from '#protocol/contract.ts';
import type { RequestFrame } from '#protocol/envelope.ts';
import type { HallEvent } from '#protocol/events.ts';
import type { CommandId } from '#protocol/nouns/ids.ts';
import type { Entry, LogPosition } from '#protocol/nouns/log.ts';
import { sessionId } from '#protocol/nouns/ids.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { wireOf } from '../../sfu/hall/audience.ts';
import { openStorage } from '../../sfu/persistence/storage.ts';
import { answerParent } from '../harness/askedChild.ts';
import { viewerOf, type Seat, type World } from './world.ts';

/** Entries in one notice to a console that gets everything it missed. */
const STRETCH = 500;
const READ_AT_ONCE = 5_000;

/** Whether the text of an entry is written once for all who are told the same, or for each socket. */
export type Writing = 'each group' | 'each socket';
/** One entry and who is told of it. */
type Told = { readonly entry: Entry; readonly text: string };
type Group = { readonly viewer: Viewer; readonly sockets: Set<WebSocket>; told: LogPosition; readonly snapshot: string };
type Stage = { readonly world: World; readonly groups: Map<string, Group>; writing: Writing; readonly recorded: Entry[]; next: number; commands: [CommandId, number][] };

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

let world: World | null = null;
let missed: Told[] = [];
let head: LogPosition | null = null;
let stage: Stage | null = null;

const asks = {
  /** Answers the port. The certificate is the hall's own. */
  async listen(given: World): Promise<number> {
    world = given;
    const tls = (name: string) => readFileSync(path.join(given.storageDir, 'tls', name));
    const server = createServer({ key: tls('server.key'), cert: Buffer.concat([tls('server.crt'), tls('ca.crt')]) });
    const sockets = new WebSocketServer({ server, perMessageDeflate: false });
    sockets.on('connection', attend);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  },

  /** Takes into memory, written already, everything after this place; answers the place up to which that is. */
  async loadMissed(after: number): Promise<LogPosition> {
    missed = [];
    for await (const entry of entriesAfter(after)) {
      missed.push({ entry, text: JSON.stringify(wireOf(entry)) });
    }
    head = missed.at(-1)?.entry ?? head;
    if (head === null) {
      throw new Error('nothing was missed');
    }
    return { sequence: head.sequence, hash: head.hash };
  },

  /** Makes ready to answer so many commands with entries of that many earlier ones. */
  async rehearse({ commands, writing }: { commands: number; writing: Writing }): Promise<void> {
    const storage = await openStorage({ storageDir: hallWorld().storageDir, databaseUrl: null, readOnly: true });
    try {
      const recorded = await storage.journal.query({ filter: { names: ['unit.changed'] }, seenFrom: hallWorld().seats[0]?.courtCode ?? never('nobody follows'), before: null, limit: commands });
      recorded.reverse();
      const first = recorded[0] ?? never('no unit was ever changed');
      const snapshot = (await storage.journal.latestSnapshot()) ?? never('the log left no snapshot');
      const told = { sequence: first.sequence - 1, hash: first.previousHash };
      const groups = new Map<string, Group>();
      for (const seat of hallWorld().seats) {
        const viewer = viewerOf(seat);
        const state = snapshotOf(visibleState(stateOf(snapshot.state), viewer));
        const answer = { log: { kind: 'snapshot', upTo: told, state }, presence: { units: [], feeds: [], slots: [], centres: [] }, status: { writable: true, reason: null, sinceAt: 0 } } satisfies RequestOutput<'hall.follow'>;
        groups.set(groupOf(seat), { viewer, sockets: new Set(), told, snapshot: JSON.stringify(answer) });
      }
      stage = { world: hallWorld(), groups, writing, recorded, next: 0, commands: [] };
      delay.reset();
    } finally {
      await storage.close();
    }
  },

  restartDelay: () => delay.reset(),

  /** How late the event loop was since then, ms. */
  delay: () => ({ p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 }),

  /** Tells everyone where the log ends, and the parent which entry came of which command. */
  finish() {
    const { groups, recorded, next, commands } = stage ?? never('nothing was rehearsed');
    const last = recorded[next - 1] ?? never('nothing was asked');
    const upTo = { sequence: last.sequence, hash: last.hash };
    for (const group of groups.values()) {
      tell(group, upTo, []);
    }
    return { entries: recorded.slice(0, next), commands, upTo };
  },
};
export type PeerAsks = typeof asks;

function attend(socket: WebSocket): void {
  let seat: Seat | null = null;
  socket.on('error', () => socket.terminate());
  socket.on('close', () => stage?.groups.forEach(({ sockets }) => sockets.delete(socket)));
  socket.on('message', (bytes: Buffer) => {
    const { id, method, data } = JSON.parse(bytes.toString()) as RequestFrame & { method: RequestName };
    if (method === 'session.hello') {
      seat = hallWorld().seats.find(({ tokens }) => tokens.includes((data as { token: string }).token)) ?? never('a stranger');
      reply(socket, id, welcome(seat));
    } else if (method === 'session.ping') {
      reply(socket, id, { serverAt: Date.now() });
    } else if (method === 'hall.follow') {
      const { from } = data as { from: LogPosition | null };
      if (from === null) {
        join(socket, id, seat ?? never('no hello'));
      } else {
        void stream(socket, id, { from, viewer: viewerOf(seat ?? never('no hello')) });
      }
    } else {
      obey(socket, id, data as { commandId: CommandId });
    }
  });
}

function welcome({ courtCode, ...seat }: Seat): RequestOutput<'session.hello'> {
  return {
    sessionId: sessionId.parse(crypto.randomUUID()),
    hallId: hallWorld().hallId,
    hallName: '对照',
    protocolVersion: PROTOCOL_VERSION,
    serverAt: Date.now(),
    rate: 1,
    exercise: false,
    capabilities: [...viewerOf({ courtCode, ...seat }).capabilities],
    court: { courtCode, name: courtCode },
    person: null,
    unit: null,
    frameClock: false,
  };
}

/** Everything that the console missed, in stretches; each when the one before is out, so that pings are answered in between. */
async function stream(socket: WebSocket, id: number, { from, viewer }: { from: LogPosition; viewer: Viewer }): Promise<void> {
  const seen = missed.filter(({ entry }) => entry.sequence > from.sequence && isFor(viewer, entry));
  const end = head ?? never('nothing was missed');
  let after = from.sequence;
  for (let start = 0; start === 0 || start < seen.length; start += STRETCH) {
    const part = seen.slice(start, start + STRETCH);
    const last = start + STRETCH >= seen.length ? end : (part.at(-1)?.entry ?? end);
    const stretch = stretchText({ after, upTo: last, texts: part.map(({ text }) => text) });
    const status = '"presence":{"units":[],"feeds":[],"slots":[],"centres":[]},"status":{"writable":true,"reason":null,"sinceAt":0}';
    const text = start === 0 ? `{"id":${id},"ok":true,"data":{"log":{"kind":"entries","stretch":${stretch}},${status}}}` : `{"notice":"log.appended","data":${stretch}}`;
    await new Promise<unknown>((resolve) => socket.send(text, resolve));
    after = last.sequence;
  }
}

function join(socket: WebSocket, id: number, seat: Seat): void {
  const group = stage?.groups.get(groupOf(seat)) ?? never('nothing was rehearsed');
  group.sockets.add(socket);
  socket.send(`{"id":${id},"ok":true,"data":${group.snapshot}}`);
}

/** The next entry goes to everyone who may see it; the command itself is nobody's business here. */
function obey(socket: WebSocket, id: number, { commandId }: { commandId: CommandId }): void {
  const on = stage ?? never('nothing was rehearsed');
  const entry = on.recorded[on.next] ?? never('more was asked than rehearsed');
  on.next += 1;
  on.commands.push([commandId, entry.sequence]);
  reply(socket, id, { unit: { ...(entry.data as object), unitId: entry.subject.slice('unit/'.length), courtCode: entry.courtCode, state: 'enrolled', enrolledAt: 0, version: entry.version } });
  for (const group of on.groups.values()) {
    if (isFor(group.viewer, entry)) {
      tell(group, entry, [entry]);
    }
  }
}

function tell(group: Group, { sequence, hash }: LogPosition, entries: readonly Entry[]): void {
  const after = group.told.sequence;
  group.told = { sequence, hash };
  if (stage?.writing === 'each socket') {
    for (const socket of group.sockets) {
      socket.send(JSON.stringify({ notice: 'log.appended', data: { after, upTo: group.told, entries: entries.map(wireOf) } }));
    }
    return;
  }
  const bytes = Buffer.from(`{"notice":"log.appended","data":${stretchText({ after, upTo: group.told, texts: entries.map((entry) => JSON.stringify(wireOf(entry))) })}}`);
  for (const socket of group.sockets) {
    socket.send(bytes, { binary: false });
  }
}

function stretchText({ after, upTo: { sequence, hash }, texts }: { after: number; upTo: LogPosition; texts: readonly string[] }): string {
  return `{"after":${after},"upTo":${JSON.stringify({ sequence, hash })},"entries":[${texts.join(',')}]}`;
}

function reply(socket: WebSocket, id: number, data: unknown): void {
  socket.send(JSON.stringify({ id, ok: true, data }));
}

function isFor(viewer: Viewer, { name, courtCode }: Entry): boolean {
  return maySee(viewer, nounOf(name as HallEvent['name']), courtCode);
}

function groupOf({ courtCode, roles }: Seat): string {
  return `${courtCode} ${roles.join(' ')}`;
}

async function* entriesAfter(after: number): AsyncGenerator<Entry> {
  const storage = await openStorage({ storageDir: hallWorld().storageDir, databaseUrl: null, readOnly: true });
  try {
    for (let read = after; ; ) {
      const entries = await storage.journal.read({ after: read, limit: READ_AT_ONCE });
      yield* entries;
      read = entries.at(-1)?.sequence ?? read;
      if (entries.length < READ_AT_ONCE) {
        return;
      }
    }
  } finally {
    await storage.close();
  }
}

function hallWorld(): World {
  return world ?? never('it does not listen yet');
}

function never(why: string): never {
  throw new Error(`the peer: ${why}`);
}

answerParent(asks);
