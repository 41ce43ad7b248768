import { sees } from '#domain/access/viewer.ts';
import { isRequestName, requests, type RequestName } from '#protocol/contract.ts';
import type { Subject } from '#protocol/definition/request.ts';
import { AppError } from '#protocol/errors.ts';
import type { RequestFrame } from '#protocol/envelope.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Handlers, Session } from '../ports/session.ts';
import { badInput } from './answers.ts';
import type { HeavyRequests } from './gates/heavyRequests.ts';

/**
 * Serves one request of an open session: look up, check `needs` and `about` (here and nowhere else) and what it costs, parse, call the handler.
 * Answers in the same turn when the handler does and nothing has to be looked up. Errors: AppError, or whatever the handler threw.
 */
export type Dispatch = (frame: RequestFrame, session: Session) => unknown;

/** The court that a subject belongs to; undefined for what does not exist. */
export type CourtOf = (subject: Subject) => CourtCode | undefined | Promise<CourtCode | undefined>;

export function createDispatch(options: {
  readonly handlers: Handlers;
  readonly courtOf: CourtOf;
  readonly heavy: Pick<HeavyRequests, 'take'>;
  /** Parse what handlers answer, too (tests, development). */
  readonly checkOutputs: boolean;
}): Dispatch {
  return ({ method, data }, session) => {
    if (!isRequestName(method)) {
      throw new AppError('unknownMethod', { params: { method } });
    }
    if (method === 'session.hello') {
      throw new AppError('alreadyOpen');
    }
    const { needs, input, output } = requests[method];
    const handler: unknown = Object.hasOwn(options.handlers, method) ? options.handlers[method as keyof Handlers] : undefined;
    if (needs === null || !session.capabilities.has(needs) || handler === undefined) {
      throw new AppError('forbidden', { params: { method } });
    }
    options.heavy.take(method, session.tokenId);
    const parsed = input.safeParse(data);
    if (!parsed.success) {
      throw badInput(parsed.error);
    }
    const serve = (): unknown => {
      const answer = (handler as AnyHandler)(parsed.data, session);
      if (!options.checkOutputs) {
        return answer;
      }
      return answer instanceof Promise ? answer.then((value: unknown) => output.parse(value)) : output.parse(answer);
    };
    const looking = lookUp(subjectsOf(method, parsed.data), session, options.courtOf);
    return looking === null ? serve() : looking.then(serve);
  };
}

/** The contract ties name, data and handler together; once looked up by a name of the wire the compiler cannot follow. */
type AnyHandler = (data: unknown, session: Session) => unknown;

function subjectsOf(method: RequestName, data: unknown): readonly Subject[] {
  const about = requests[method].about as ((data: unknown) => readonly Subject[]) | undefined;
  return about?.(data) ?? [];
}

/** Null when all could be looked up at once. Errors: notFound, the same for what is not there and for what may not be seen. */
function lookUp(subjects: readonly Subject[], session: Session, courtOf: CourtOf): Promise<unknown> | null {
  const pending = subjects.flatMap((subject) => {
    const court = courtOf(subject);
    if (court instanceof Promise) {
      return [court.then((found) => refuseUnseen(subject, found, session))];
    }
    refuseUnseen(subject, court, session);
    return [];
  });
  return pending.length === 0 ? null : Promise.all(pending);
}

function refuseUnseen(subject: Subject, court: CourtCode | undefined, session: Session): void {
  if (court === undefined || !sees(session.courtCode, court)) {
    throw new AppError('notFound', { params: { what: Object.keys(subject)[0] ?? '' } });
  }
}
