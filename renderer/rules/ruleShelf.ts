import type { StoreApi } from 'zustand/vanilla';
import type { Calendar } from '#domain/rules/calendar.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';

/** The hall's rules as last read, with the calendar made from them. */
export type KnownRules = { readonly book: RuleBook; readonly calendar: Calendar };

/** This window's copy of the rule book; it stays readable while the hall is away. */
export interface RuleShelf {
  /** Null until it was read once. The same object as long as the rules are the same. */
  readonly state: StoreApi<KnownRules | null>;
  /** Idempotent. */
  close(): void;
}
