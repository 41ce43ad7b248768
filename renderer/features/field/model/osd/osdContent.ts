import type { OsdText } from './osdLayout.ts';

/** What is to be burned into the next frame; asked anew for each one. */
export type OsdContent = {
  readonly text: OsdText;
  /** Hall time, ms since the epoch. */
  readonly at: number;
  /** Tag for the machine clock; null: the hall wants no machine clock. */
  readonly sourceTag: number | null;
};
