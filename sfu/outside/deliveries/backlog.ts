import type { PartnerId, TaskId } from '#protocol/nouns/ids.ts';
import type { Delivery } from '../../ports/stores.ts';

/** More of one partner are not on their way at once: its doors are few. */
const AT_ONCE = 4;

/** What waits for each partner, task by task: a task's second change does not go before its first was taken. */
export class Backlog {
  readonly #lines = new Map<PartnerId, Map<TaskId, Delivery[]>>();
  readonly #onTheirWay = new Map<PartnerId, Set<TaskId>>();

  /** In order by task; one that is there already is passed over. */
  add(delivery: Delivery): void {
    const tasks = this.#lines.get(delivery.partnerId) ?? new Map<TaskId, Delivery[]>();
    const line = tasks.get(delivery.taskId) ?? [];
    if (line.every(({ number }) => number < delivery.number)) {
      line.push(delivery);
      this.#lines.set(delivery.partnerId, tasks.set(delivery.taskId, line));
    }
  }

  /** When the next one may go; null: none may. */
  nextAt(): number | null {
    let earliest: number | null = null;
    for (const { nextAttemptAt } of this.#ready()) {
      if (earliest === null || nextAttemptAt < earliest) earliest = nextAttemptAt;
    }
    return earliest;
  }

  /** Those whose time has come, as on their way from now on. */
  take(now: number): Delivery[] {
    const taken: Delivery[] = [];
    for (const delivery of this.#ready()) {
      const away = this.#away(delivery.partnerId);
      if (delivery.nextAttemptAt <= now && away.size < AT_ONCE) {
        away.add(delivery.taskId);
        taken.push(delivery);
      }
    }
    return taken;
  }

  /** It was taken by the other side. */
  done({ partnerId, taskId, number }: Delivery): void {
    this.#away(partnerId).delete(taskId);
    const tasks = this.#lines.get(partnerId);
    const line = tasks?.get(taskId)?.filter((delivery) => delivery.number !== number) ?? [];
    if (line.length > 0) tasks?.set(taskId, line);
    else tasks?.delete(taskId);
  }

  /** It was not, and waits again. */
  again(delivery: Delivery): void {
    this.#away(delivery.partnerId).delete(delivery.taskId);
    const line = this.#lines.get(delivery.partnerId)?.get(delivery.taskId);
    if (line?.[0]?.number === delivery.number) line[0] = delivery;
  }

  /** All of the partner's may go now. */
  hurry(partnerId: PartnerId, now: number): void {
    for (const line of this.#lines.get(partnerId)?.values() ?? []) {
      if (line[0] !== undefined) line[0] = { ...line[0], nextAttemptAt: now };
    }
  }

  forget(partnerId: PartnerId): void {
    this.#lines.delete(partnerId);
  }

  of(partnerId: PartnerId): { readonly backlog: number; readonly waitingSince: number | null; readonly nextAttemptAt: number | null } {
    const lines = [...(this.#lines.get(partnerId)?.values() ?? [])];
    return {
      backlog: lines.reduce((sum, line) => sum + line.length, 0),
      waitingSince: earliestOf(lines.map((line) => line[0]?.createdAt)),
      nextAttemptAt: earliestOf(lines.map((line) => line[0]?.nextAttemptAt)),
    };
  }

  *#ready(): Generator<Delivery> {
    for (const [partnerId, tasks] of this.#lines) {
      const away = this.#away(partnerId);
      if (away.size >= AT_ONCE) continue;
      for (const [taskId, [first]] of tasks) {
        if (first !== undefined && !away.has(taskId)) yield first;
      }
    }
  }

  #away(partnerId: PartnerId): Set<TaskId> {
    const away = this.#onTheirWay.get(partnerId) ?? new Set<TaskId>();
    this.#onTheirWay.set(partnerId, away);
    return away;
  }
}

function earliestOf(times: readonly (number | undefined)[]): number | null {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? null : known.reduce((earliest, time) => Math.min(earliest, time));
}
