import type { WireEntry } from '#protocol/nouns/log.ts';
import type { Scenario } from '#protocol/scenario/scenario.ts';
import type { EntryPattern } from '#protocol/scenario/words.ts';
import { idOf } from '../hallState/idOf.ts';
import { matchEntry } from './matchEntry.ts';
import { namesOf, type Cast, type ValueOfName } from './names.ts';

/** The entry that a moment of the file turned out to be. */
export type Moment = { readonly at: number; readonly sequence: number; /** Of what it is about. */ readonly id: string; readonly data: unknown };

type Named = Pick<Scenario, 'moments' | 'expectations'>;

/** The moments of an exercise as its entries come, each the first (or nth) that fits; an expectation is one, too, when somebody does it. */
export class Moments {
  readonly #patterns: ReadonlyMap<string, { readonly pattern: EntryPattern; readonly court: string | null }>;
  readonly #seen = new Map<string, number>();
  readonly #came = new Map<string, Moment>();
  readonly valueOfName: ValueOfName;

  private constructor({ moments, expectations }: Named, cast: Cast) {
    this.#patterns = new Map<string, { readonly pattern: EntryPattern; readonly court: string | null }>([
      ...Object.entries(moments).map(([name, pattern]) => [name, { pattern, court: null }] as const),
      ...expectations.map(({ id, does, who }) => [id, { pattern: does, court: who.court }] as const),
    ]);
    this.valueOfName = namesOf(cast, (name, field) => valueOf(this.#came.get(name), field));
  }

  static create(scenario: Named, cast: Cast): Moments {
    return new Moments(scenario, cast);
  }

  /** Takes the next entry; answers the moments that it is. */
  add(entry: WireEntry): string[] {
    const came = [...this.#patterns].filter(([name, { pattern, court }]) => {
      if (this.#came.has(name) || (court !== null && !isOf(court, entry)) || !matchEntry(pattern, entry, this.valueOfName)) {
        return false;
      }
      const count = (this.#seen.get(name) ?? 0) + 1;
      this.#seen.set(name, count);
      return count === (pattern.nth ?? 1);
    });
    for (const [name] of came) {
      this.#came.set(name, { at: entry.at, sequence: entry.sequence, id: idOf(entry.subject), data: entry.data });
    }
    return came.map(([name]) => name);
  }

  get(name: string): Moment | undefined {
    return this.#came.get(name);
  }
}

/** Whether a person of exactly this court caused it. */
export function isOf(court: string, { actor }: Pick<WireEntry, 'actor'>): boolean {
  return actor.kind === 'person' && actor.courtCode === court;
}

function valueOf(moment: Moment | undefined, field: string | undefined): string | number | undefined {
  if (moment === undefined || field === undefined) {
    return moment?.id;
  }
  const value = (moment.data as Readonly<Record<string, unknown>> | null)?.[field];
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
