import type { HallState } from '#domain/hallState/hallState.ts';
import type { LogPosition } from '#protocol/nouns/log.ts';
import { canonicalJson } from '../../sfu/log/entryHash.ts';
import { interleaved } from '../bench.ts';
import type { Measure } from '../report/measure.ts';
import { ReturningConsole, type Return } from './returningConsole.ts';

/** A place where consoles can follow. */
export type Door = { readonly url: string; readonly caPem: string };
/** Consoles in step at one place of the log, cut off there: one for the hall and one for the peer, each round. */
type Absent = { readonly ours: ReturningConsole; readonly peer: ReturningConsole };

/** Comes to the hall, is in step, and loses its way to it: as many consoles as the rounds and one rehearsal need. */
export async function leave({ url, caPem, tokens, rounds }: Door & { tokens: readonly string[]; rounds: number }): Promise<Absent[]> {
  const pairs: Absent[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const console_ = { url, caPem, token: tokens[round % tokens.length] ?? '' };
    pairs.push({ ours: await ReturningConsole.create(console_), peer: await ReturningConsole.create(console_) });
  }
  for (const { ours, peer } of pairs) {
    ours.cutOff();
    peer.cutOff();
  }
  return pairs;
}

/** Each console comes back, the peer's to every entry one by one. Errors: when one does not hold what a fresh console holds. */
export async function comeBack(options: { absent: readonly Absent[]; missed: number; hall: Door; token: string; peer: Door; upTo: LogPosition; say: (text: string) => void }): Promise<Measure[]> {
  const { absent, missed, hall, token, peer, upTo, say } = options;
  const [rehearsal, ...pairs] = absent;
  const fresh = await ReturningConsole.create({ ...hall, token });
  const expected = plain(fresh.state);
  fresh.close();
  const back = async (console_: ReturningConsole | undefined, { url }: Door): Promise<Return> => {
    if (console_ === undefined) {
      throw new Error('there are not enough consoles');
    }
    const cost = await console_.comeBack({ url, upTo: upTo.sequence });
    if (plain(console_.state) !== expected) {
      throw new Error(`a console that missed ${missed} entries does not hold what a fresh one holds`);
    }
    console_.close();
    return cost;
  };
  // The first of each finds code that has not been run yet.
  await back(rehearsal?.ours, hall);
  await back(rehearsal?.peer, peer);
  const ours: Return[] = [];
  const theirs: Return[] = [];
  await interleaved({
    rounds: pairs.length,
    ours: (round) => back(pairs[round]?.ours, hall),
    peer: (round) => back(pairs[round]?.peer, peer),
    each: (round, mine, other) => {
      ours.push(mine);
      theirs.push(other);
      say(`follow, back after ${missed} entries ${round + 1}/${pairs.length}: ${mine.tookMs.toFixed(0)} ms, ${mine.payloadBytes} bytes; one by one ${other.tookMs.toFixed(0)} ms, ${other.payloadBytes} bytes`);
    },
  });
  const row = (what: string, unit: string, pick: (cost: Return) => number): Measure => ({
    bench: 'follow', what: `back after ${missed} entries: ${what}`, unit, ours: ours.map(pick), peer: { name: 'every entry', values: theirs.map(pick) },
  });
  return [row('in step', 'ms', ({ tookMs }) => tookMs), row('payload', 'KB', ({ payloadBytes }) => payloadBytes / 1_000)];
}

/** As text that is the same whatever the order in which maps and records hold it. */
function plain(state: HallState): string {
  return canonicalJson(Object.fromEntries(Object.entries(state).map(([name, objects]) => [name, objects.toObject()])));
}
