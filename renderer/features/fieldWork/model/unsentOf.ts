import type { FieldWorkState } from './fieldWork.ts';
import type { OutboxItem } from './outbox/outboxItem.ts';

/** What this unit did that the hall does not have yet. */
export function unsentOf({ items, author }: Pick<FieldWorkState, 'items' | 'author'>): OutboxItem[] {
  return items.filter(({ outcome, unitId }) => outcome === null && unitId === author?.unitId);
}
