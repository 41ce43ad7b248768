import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import path from 'node:path';
import type { CommandId } from '#protocol/nouns/ids.ts';
import type { Entry, LogPosition } from '#protocol/nouns/log.ts';
import type { HallProcess } from '../../scripts/demo/hallProcess.ts';
import { openStorage } from '../../sfu/persistence/storage.ts';
import { AskedChild } from '../harness/askedChild.ts';
import type { Delay, Followed } from './crowd/crowdPhase.ts';
import type { PeerAsks, Writing } from './peer.ts';
import type { Door } from './resume.ts';
import type { World } from './world.ts';

const READ_AT_ONCE = 5_000;

/** The hall from now on; what happened is read from its own database. */
export async function followedHall(hall: HallProcess, world: World): Promise<Followed> {
  const after = await headOf(world.storageDir);
  const { url, caPem } = hall.address;
  const scrape = () => metricsOf({ url, caPem });
  return {
    url,
    caPem,
    pid: hall.pid,
    // Reading them starts them anew.
    restartDelay: scrape,
    delay: scrape,
    async finish() {
      const entries = await entriesAfter(world.storageDir, after.sequence);
      const sequenceOf = new Map(entries.flatMap(({ commandId, sequence }) => (commandId === null ? [] : [[commandId, sequence] as [CommandId, number]])));
      const { sequence, hash } = entries.at(-1) ?? after;
      return { entries, sequenceOf, upTo: { sequence, hash } };
    },
  };
}

/** The peer as a process of its own, before the hall's certificate. The caller closes it. */
export class PeerProcess implements Door {
  readonly url: string;
  readonly caPem: string;
  readonly #child: AskedChild<PeerAsks>;

  private constructor(child: AskedChild<PeerAsks>, { url, caPem }: Door) {
    this.#child = child;
    this.url = url;
    this.caPem = caPem;
  }

  static async create(world: World): Promise<PeerProcess> {
    const child = AskedChild.create<PeerAsks>(path.join(import.meta.dirname, 'peer.ts'));
    try {
      const port = await child.ask('listen', world);
      return new PeerProcess(child, { url: `https://127.0.0.1:${port}`, caPem: readFileSync(path.join(world.storageDir, 'tls/ca.crt'), 'utf8') });
    } catch (error) {
      await child.close();
      throw error;
    }
  }

  /** Has everything after this place at hand; answers up to where that is. */
  loadMissed(after: number): Promise<LogPosition> {
    return this.#child.ask('loadMissed', after);
  }

  /** Ready for so many commands. */
  async rehearsed(rehearsal: { commands: number; writing: Writing }): Promise<Followed> {
    const child = this.#child;
    await child.ask('rehearse', rehearsal);
    return {
      url: this.url,
      caPem: this.caPem,
      pid: child.pid,
      restartDelay: () => child.ask('restartDelay', undefined),
      delay: () => child.ask('delay', undefined),
      async finish() {
        const { entries, commands, upTo } = await child.ask('finish', undefined);
        return { entries, sequenceOf: new Map(commands), upTo };
      },
    };
  }

  /** Idempotent. */
  close(): Promise<void> {
    return this.#child.close();
  }
}

/** Where the log of a hall ends, whether it runs or not. */
export async function headOf(storageDir: string): Promise<LogPosition> {
  const storage = await openStorage({ storageDir, databaseUrl: null, readOnly: true });
  try {
    return await storage.journal.head();
  } finally {
    await storage.close();
  }
}

async function entriesAfter(storageDir: string, after: number): Promise<Entry[]> {
  const storage = await openStorage({ storageDir, databaseUrl: null, readOnly: true });
  try {
    const entries = await storage.journal.read({ after, limit: READ_AT_ONCE });
    if (entries.length === READ_AT_ONCE) {
      throw new Error('more happened than the bench looks at');
    }
    return entries;
  } finally {
    await storage.close();
  }
}

function metricsOf({ url, caPem }: Door): Promise<Delay> {
  return new Promise((resolve, reject) => {
    get(`${url}/metrics`, { ca: caPem, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => { text += part; });
      response.on('end', () => {
        const ms = (name: string) => Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)$`, 'm').exec(text)?.[1]) * 1_000;
        resolve({ p99Ms: ms('p99'), maxMs: ms('max') });
      });
    }).on('error', reject);
  });
}
