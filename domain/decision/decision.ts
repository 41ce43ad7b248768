import type { HallEvent } from '#protocol/events.ts';
import { AppError } from '#protocol/errors.ts';
import type { HallState } from '../hallState/hallState.ts';

/** An event before the log has given it a place: what, to which object of which court. */
export type NewEvent = HallEvent extends infer Event
  ? Event extends HallEvent ? Pick<Event, 'name' | 'subject' | 'courtCode' | 'data'> : never
  : never;

/** What a command comes to: its events (none when nothing changes), and its answer read from the state after them. */
export type Decision<Answer> = {
  readonly events: readonly NewEvent[];
  readonly answer: (after: HallState) => Answer;
};

/** Errors: notFound. */
export function found<Object_>(object: Object_ | undefined, what: string): Object_ {
  if (object === undefined) {
    throw new AppError('notFound', { params: { what } });
  }
  return object;
}

/** Errors: conflict, with the present version. */
export function expectVersion(object: { readonly version: number } | undefined, expectedVersion: number): void {
  const version = object?.version ?? 0;
  if (version !== expectedVersion) {
    throw new AppError('conflict', { params: { version } });
  }
}
