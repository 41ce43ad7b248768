import { isRequestName, requests, type RequestName } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { RequestFrame } from '#protocol/envelope.ts';
import type { Handlers, Session } from '../ports/session.ts';
import { badInput } from './answers.ts';

/**
 * Serves one request of an open session: look up, check `needs` (here and nowhere else), parse, call the handler.
 * Answers in the same turn when the handler does. Errors: AppError, or whatever the handler threw.
 */
export type Dispatch = (frame: RequestFrame, session: Session) => unknown;

export function createDispatch(options: {
  readonly handlers: Handlers;
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
    if (needs === null || !session.capabilities.has(needs)) {
      throw new AppError('forbidden', { params: { method } });
    }
    const parsed = input.safeParse(data);
    if (!parsed.success) {
      throw badInput(parsed.error);
    }
    const answer = callOf(options.handlers, method)(parsed.data, session);
    if (!options.checkOutputs) {
      return answer;
    }
    return answer instanceof Promise ? answer.then((value: unknown) => output.parse(value)) : output.parse(answer);
  };
}

/** The contract ties name, data and handler together; once looked up by a name of the wire the compiler cannot follow. */
function callOf(handlers: Handlers, method: Exclude<RequestName, 'session.hello'>): (data: unknown, session: Session) => unknown {
  return handlers[method] as (data: unknown, session: Session) => unknown;
}
