import type { Chord } from '../../shortcuts/index.ts';

/** Something that can be done, or gone to, by name. Features offer them as data. */
export type Command = {
  /** Its own for good: the last used ones are remembered by it. */
  readonly id: string;
  readonly title: string;
  /** What kind of thing it is, shown beside the title: 面板, 单位, 法院 … */
  readonly group: string;
  /** Where it is or whose: shown small, and found by. */
  readonly detail?: string;
  /** Other words that people say for it. */
  readonly keywords?: readonly string[];
  /** Things (units, courts, people) are listed only once something is typed. */
  readonly thing?: boolean;
  readonly chord?: Chord;
  readonly enabled?: boolean;
  readonly run: () => void;
};
