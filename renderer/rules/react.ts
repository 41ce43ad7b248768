import { useStore } from 'zustand';
import type { KnownRules, RuleShelf } from './ruleShelf.ts';

/** The rules as last read; null until they were read once: show that they are being read, not that there are none. */
export function useRulesOn(shelf: RuleShelf): KnownRules | null {
  return useStore(shelf.state);
}
