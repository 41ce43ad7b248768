/** Many consoles in one process, on bare sockets that read no more than they must, so that they do not become what is measured. */
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { ServerFrame } from '#protocol/envelope.ts';
import type { LogPosition, WireEntry } from '#protocol/nouns/log.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { socketAddressOf } from '../../../renderer/link/webSocketLike.ts';
import { steadyNow, type Heard } from './arrivals.ts';
import { answerParent } from '../../harness/askedChild.ts';

/** How many of them connect at the same time. */
const AT_ONCE = 25;
const TOLD_WITHIN_MS = 120_000;
/** Those that do not read say so often that they live, ms; else the hall would take them for dead. */
const ALIVE_EVERY_MS = 4_000;
/** All at once would be more than a socket may have waiting, and more than the hall can write meanwhile. */
const ASK_EVERY_MS = 400;
const TEXTS_KEPT = 512;

type Stretch = { readonly after: number; readonly upTo: LogPosition; readonly entries: readonly WireEntry[] };
/** What a console reads of a frame. */
type Read = { readonly kind: 'stretch'; readonly after: number; readonly upTo: LogPosition; readonly sequences: readonly number[] } | { readonly kind: 'answer'; readonly frame: ServerFrame } | { readonly kind: 'other' };
export type CrowdPlace = {
  readonly url: string;
  readonly caPem: string;
  /** Of the consoles in this process, from the first of them on. */
  readonly tokens: readonly string[];
  readonly first: number;
  /** Consoles take the seats in turn. */
  readonly seats: number;
};

let consoles: CrowdConsole[] = [];
/** What one console was told reads the same for all who are told the same. */
let readings = new Map<string, Read>();
/** The first text in which each entry came: it must be the same for everyone. */
let entryTexts = new Map<number, string>();
let faults: string[] = [];

class CrowdConsole {
  readonly seat: number;
  readonly #token: string;
  readonly #socket: WebSocket;
  readonly following: Promise<void>;
  stalled = false;
  closeCode: number | null = null;
  from = 0;
  upTo: LogPosition = { sequence: 0, hash: '' };
  sequences: number[] = [];
  arrivedAt: number[] = [];
  payloadBytes = 0;
  #snapshotBytes = 1;
  #alive: NodeJS.Timeout | undefined;
  #nextId = 1;
  #follows = () => {};

  constructor({ url, caPem, first, seats }: CrowdPlace, index: number, token: string) {
    this.seat = (first + index) % seats;
    this.#token = token;
    this.#socket = new WebSocket(socketAddressOf(url), { ca: caPem, perMessageDeflate: false, skipUTF8Validation: true });
    this.following = new Promise((resolve, reject) => {
      this.#follows = resolve;
      this.#socket.on('error', reject);
      this.#socket.on('close', (code) => {
        this.closeCode = code;
        reject(new Error(`a console was sent away with ${code}`));
      });
    });
    this.#socket.on('open', () => this.#ask('session.hello', { protocolVersion: PROTOCOL_VERSION, token: this.#token, purpose: 'desk', client: { name: 'bench', version: '0' } }));
    this.#socket.on('message', (bytes: Buffer) => this.#receive(bytes));
  }

  /** Stops reading, and has about so much written to it that it does not read. */
  async stall(bytes: number): Promise<void> {
    this.stalled = true;
    this.#socket.pause();
    this.#alive = setInterval(() => this.#socket.pong(), ALIVE_EVERY_MS);
    for (let asked = 0; asked < bytes; asked += this.#snapshotBytes) {
      await wait(ASK_EVERY_MS);
      this.#ask('hall.follow', { from: null });
    }
  }

  wake(): void {
    clearInterval(this.#alive);
    this.#socket.resume();
  }

  close(): void {
    clearInterval(this.#alive);
    this.#socket.terminate();
  }

  #ask(method: string, data: unknown): void {
    this.#socket.send(JSON.stringify({ id: this.#nextId++, method, data }));
  }

  #receive(bytes: Buffer): void {
    const at = steadyNow();
    this.payloadBytes += bytes.byteLength;
    const read = readingOf(bytes.toString());
    if (read.kind === 'stretch') {
      this.#take(read, at);
    } else if (read.kind === 'answer') {
      this.#answered(read.frame, bytes.byteLength);
    }
  }

  #take({ after, upTo, sequences }: Extract<Read, { kind: 'stretch' }>, at: number): void {
    if (after !== this.upTo.sequence) {
      faults.push(`a console at ${this.upTo.sequence} was told what comes after ${after}`);
    }
    this.upTo = upTo;
    for (const sequence of sequences) {
      this.sequences.push(sequence);
      this.arrivedAt.push(at);
    }
  }

  #answered(frame: ServerFrame, bytes: number): void {
    if (!('ok' in frame) || !frame.ok) {
      // The hall has a limit for what those ask for who stop reading.
      if (!this.stalled) {
        faults.push(`a console was refused: ${JSON.stringify(frame)}`);
      }
      return;
    }
    if (frame.id === 1) {
      this.#ask('hall.follow', { from: null });
      return;
    }
    const { log } = frame.data as { log: { upTo: LogPosition } };
    this.from = log.upTo.sequence;
    this.upTo = log.upTo;
    this.sequences = [];
    this.arrivedAt = [];
    this.#snapshotBytes = bytes;
    this.#follows();
  }
}

function readingOf(text: string): Read {
  const known = readings.get(text);
  if (known !== undefined) {
    return known;
  }
  const read = readingFrom(JSON.parse(text) as ServerFrame);
  if (read.kind === 'stretch') {
    if (readings.size > TEXTS_KEPT) {
      readings = new Map();
    }
    readings.set(text, read);
  }
  return read;
}

function readingFrom(frame: ServerFrame): Read {
  if (!('notice' in frame)) {
    return { kind: 'answer', frame };
  }
  if (frame.notice !== 'log.appended') {
    return { kind: 'other' };
  }
  const { after, upTo, entries } = frame.data as Stretch;
  for (const entry of entries) {
    const entryText = JSON.stringify(entry);
    if ((entryTexts.get(entry.sequence) ?? entryText) !== entryText) {
      faults.push(`entry ${entry.sequence} was told in two ways`);
    }
    entryTexts.set(entry.sequence, entryText);
  }
  return { kind: 'stretch', after, upTo, sequences: entries.map(({ sequence }) => sequence) };
}

const asks = {
  /** Resolves when all of them follow. */
  async open(place: CrowdPlace): Promise<void> {
    readings = new Map();
    entryTexts = new Map();
    faults = [];
    consoles = [];
    const tokens = place.tokens.entries();
    const line = async () => {
      for (const [index, token] of tokens) {
        const one = new CrowdConsole(place, index, token);
        consoles.push(one);
        await one.following;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, line));
  },

  /** One in so many stops reading. */
  async stall({ share, bytes }: { share: number; bytes: number }): Promise<void> {
    await Promise.all(consoles.filter((_, index) => index % share === 0).map((one) => one.stall(bytes)));
  },

  wake: () => consoles.forEach((one) => one.wake()),

  /** Counts bytes anew from here on. */
  restartCount: () => consoles.forEach((one) => { one.payloadBytes = 0; }),

  /** Resolves when every open console has been told up to this place; those that stopped reading may lag when they need not be there. */
  async settle({ sequence, also }: { sequence: number; also: 'all' | 'those who read' }): Promise<void> {
    const behind = () => consoles.filter(({ upTo, closeCode, stalled }) => upTo.sequence < sequence && closeCode === null && (also === 'all' || !stalled));
    for (const endAt = performance.now() + TOLD_WITHIN_MS; behind().length > 0; ) {
      if (performance.now() > endAt) {
        throw new Error(`${behind().length} consoles were not told up to ${sequence} within ${TOLD_WITHIN_MS / 1_000} s`);
      }
      await wait(20);
    }
  },

  heard(): { heard: Heard[]; faults: string[]; entries: [number, string][] } {
    const heard = consoles.map(({ seat, stalled, closeCode, from, upTo, sequences, arrivedAt, payloadBytes }) => ({
      seat, stalled, closeCode, from, upTo, sequences: Float64Array.from(sequences), arrivedAt: Float64Array.from(arrivedAt), payloadBytes,
    }));
    return { heard, faults, entries: [...entryTexts] };
  },

  close(): void {
    for (const one of consoles) {
      one.close();
    }
    consoles = [];
  },
};
export type CrowdAsks = typeof asks;

answerParent(asks);
