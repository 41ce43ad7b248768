import { requests } from '#protocol/contract.ts';
import type { RequestFrame } from '#protocol/envelope.ts';
import { AppError } from '#protocol/errors.ts';
import type { Guest, GuestHandlers } from '../ports/session.ts';
import { badInput } from './answers.ts';

type GuestRequestName = keyof GuestHandlers;

/** Serves what may be asked before a hello. Errors: AppError, or whatever the handler threw. */
export type GuestDispatch = (frame: RequestFrame & { method: GuestRequestName }, guest: Guest) => Promise<unknown>;

export function createGuestDispatch(options: { readonly handlers: GuestHandlers; readonly checkOutputs: boolean }): GuestDispatch {
  return async ({ method, data }, guest) => {
    const { input, output } = requests[method];
    const parsed = input.safeParse(data);
    if (!parsed.success) {
      throw badInput(parsed.error);
    }
    const handler = options.handlers[method] as (data: unknown, guest: Guest) => unknown;
    const answer = await handler(parsed.data, guest);
    return options.checkOutputs ? output.parse(answer) : answer;
  };
}

/** What one socket asks before its hello: one thing at a time, and not for ever. */
export class GuestDesk {
  readonly #dispatch: GuestDispatch;
  readonly #maxRequests: number;
  readonly #guest: Guest;
  #served = 0;
  #busy = false;

  constructor(options: { dispatch: GuestDispatch; maxRequests: number; guest: Guest }) {
    this.#dispatch = options.dispatch;
    this.#maxRequests = options.maxRequests;
    this.#guest = options.guest;
  }

  /** Whether a request is under way. */
  get busy(): boolean {
    return this.#busy;
  }

  get exhausted(): boolean {
    return this.#served >= this.#maxRequests;
  }

  /** Errors: tooManyRequests, and those of the request. */
  async serve(frame: RequestFrame & { method: GuestRequestName }): Promise<unknown> {
    if (this.#busy || this.exhausted) {
      throw new AppError('tooManyRequests');
    }
    this.#served += 1;
    this.#busy = true;
    try {
      return await this.#dispatch(frame, this.#guest);
    } finally {
      this.#busy = false;
    }
  }
}

const GUEST_REQUESTS: ReadonlySet<string> = new Set<GuestRequestName>([
  'session.welcome',
  'session.signIn',
  'session.beginOidc',
  'session.finishOidc',
  'session.redeemCode',
]);

export function isGuestRequest(frame: RequestFrame): frame is RequestFrame & { method: GuestRequestName } {
  return GUEST_REQUESTS.has(frame.method);
}
