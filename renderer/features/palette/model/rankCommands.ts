import type { Command } from './command.ts';
import type { SoundOf } from './pinyinOf.ts';

/** A command that fits, and which characters of its title show why. */
export type Ranked = { readonly command: Command; readonly marks: ReadonlySet<number> };

type Options = {
  readonly commands: readonly Command[];
  readonly query: string;
  /** Ids, the last used first. */
  readonly recent: readonly string[];
  readonly soundOf: SoundOf;
  readonly limit?: number;
};

const NONE: ReadonlySet<number> = new Set();
/** How much being used last lifts a command over others that fit as well. */
const RECENT_LIFT = 6;

/** Without words the last used and what can be done; with words what fits best. Every word must fit somewhere. */
export function rankCommands({ commands, query, recent, soundOf, limit = 60 }: Options): Ranked[] {
  const offered = commands.filter(({ enabled = true }) => enabled);
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const place = (id: string) => {
    const at = recent.indexOf(id);
    return at === -1 ? Number.POSITIVE_INFINITY : at;
  };
  if (words.length === 0) {
    return offered
      .filter(({ id, thing = false }) => !thing || recent.includes(id))
      .toSorted((a, b) => compare(place(a.id), place(b.id)))
      .slice(0, limit)
      .map((command) => ({ command, marks: NONE }));
  }
  return offered
    .flatMap((command) => {
      const fit = fitOf(command, words, soundOf);
      return fit === null ? [] : [{ command, marks: fit.marks, score: fit.score + (recent.includes(command.id) ? RECENT_LIFT : 0) }];
    })
    .toSorted((a, b) => b.score - a.score || compare(place(a.command.id), place(b.command.id)) || a.command.title.length - b.command.title.length)
    .slice(0, limit)
    .map(({ command, marks }) => ({ command, marks }));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

type Fit = { readonly score: number; readonly marks: ReadonlySet<number> };

function fitOf(command: Command, words: readonly string[], soundOf: SoundOf): Fit | null {
  let score = 0;
  const marks = new Set<number>();
  for (const word of words) {
    const fit = fitOfWord(command, word, soundOf);
    if (fit === null) {
      return null;
    }
    score += fit.score;
    fit.marks.forEach((mark) => marks.add(mark));
  }
  return { score, marks };
}

function fitOfWord({ title, detail = '', keywords = [], group }: Command, word: string, soundOf: SoundOf): Fit | null {
  const text = title.toLowerCase();
  const at = text.indexOf(word);
  if (at !== -1) {
    return { score: (at === 0 ? 100 : 80) + word.length, marks: new Set(Array.from(word, (_, index) => at + index)) };
  }
  const sound = soundOf(title);
  const candidates: (number | false)[] = [
    sound.initials.startsWith(word) && 70,
    sound.initials.includes(word) && 60,
    // One letter is in every name's sound.
    word.length > 1 && sound.full.startsWith(word) && 58,
    word.length > 1 && sound.full.includes(word) && 50,
    ...keywords.map((keyword) => (keyword.toLowerCase().includes(word) || (word.length > 1 && startsSound(soundOf(keyword), word))) && 45),
    detail.toLowerCase().includes(word) && 35,
    word.length > 1 && soundOf(detail).initials.includes(word) && 30,
    group.toLowerCase().includes(word) && 20,
  ];
  const score = Math.max(...candidates.map(Number));
  if (score > 0) {
    return { score, marks: NONE };
  }
  const scattered = scatteredMarks(text, word);
  return scattered === null ? null : { score: 10, marks: scattered };
}

function startsSound({ initials, full }: { initials: string; full: string }, word: string): boolean {
  return initials.startsWith(word) || full.startsWith(word);
}

/** The characters of the word in their order, with others between. One alone is no such thing. */
function scatteredMarks(text: string, word: string): ReadonlySet<number> | null {
  if (word.length < 2) {
    return null;
  }
  const marks = new Set<number>();
  let from = 0;
  for (const character of word) {
    const at = text.indexOf(character, from);
    if (at === -1) {
      return null;
    }
    marks.add(at);
    from = at + 1;
  }
  return marks;
}
