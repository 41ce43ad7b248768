import type { HallState } from '#domain/hallState/hallState.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import { endOfPartner, momentOfVersion } from '#domain/partners/seenByPartner.ts';
import { flowOf } from '#domain/tasks/flow/flowOf.ts';
import type { PartnerId, TaskId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { OutsideDelivery } from '#protocol/outside/delivery.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { derivedCommandId } from '../../ports/derivedCommandId.ts';
import type { Delivery } from '../../ports/stores.ts';

type Options = { readonly book: RuleBook; readonly exercise: boolean; readonly now: number; readonly onFault: (error: unknown) => void };

/** What partners are to be told of these entries; the same ones however often it is asked. */
export function makeDeliveries(entries: readonly Entry[], state: HallState, options: Options): Delivery[] {
  return entries.flatMap((entry) => {
    try {
      return deliveriesOf(entry, state, options);
    } catch (error) {
      // Its flow is in the rule book no more: the others are told of theirs.
      options.onFault(error);
      return [];
    }
  });
}

function deliveriesOf(entry: Entry, state: HallState, { book, exercise, now }: Options): Delivery[] {
  const task = entry.name.startsWith('task.') ? state.tasks.get(idOf(entry.subject) as TaskId) : undefined;
  const partnerId = task === undefined ? null : partnerOf(task);
  const partner = partnerId === null ? undefined : state.partners.get(partnerId);
  if (task === undefined || partner === undefined || partner.closed !== null || partner.webhookUrl === null) {
    return [];
  }
  const flow = flowOf(book, task);
  const end = endOfPartner(task, flow, partner.partnerId);
  const moment = end === null ? null : momentOfVersion(task, flow, { end, version: entry.version });
  if (moment === null) {
    return [];
  }
  const { taskId, number } = task;
  const said: OutsideDelivery = { type: 'task.changed', id: derivedCommandId('delivery', partner.partnerId, taskId, moment.sequence), partnerId: partner.partnerId, taskId, number, version: entry.version, exercise, ...moment };
  return [{ partnerId: partner.partnerId, taskId, number: moment.sequence, body: JSON.stringify(said), createdAt: now, attempts: 0, nextAttemptAt: now }];
}

function partnerOf({ from, to }: { readonly from: { readonly kind: string; readonly partnerId?: PartnerId }; readonly to: { readonly kind: string; readonly partnerId?: PartnerId } }): PartnerId | null {
  return from.partnerId ?? to.partnerId ?? null;
}
