import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RequestOutput } from '#protocol/contract.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { UnitEnrolmentStore } from '../../../platform/unitEnrolment.ts';

/** Errors of an enrolment that the page has a sentence of its own for. */
export const ENROLMENT_PROBLEMS = ['codeInvalid', 'forbidden', 'tooManyRequests', 'disconnected'] as const satisfies readonly ErrorCode[];
export type EnrolmentProblem = (typeof ENROLMENT_PROBLEMS)[number] | 'other';

export type EnrolmentState = {
  /** What the hall calls this device; null while it does not know it, or only by a token that a link brought. */
  readonly name: string | null;
  readonly token: string | null;
  readonly working: boolean;
  readonly problem: EnrolmentProblem | null;
  /** The code to begin with: a link's that could not be exchanged yet. */
  readonly code: string;
};

export type Enrolment = {
  readonly state: StoreApi<EnrolmentState>;
  /** Exchanges a code for this device's token. Never rejects; answers whether the device is enrolled now. */
  redeem(code: string): Promise<boolean>;
};

type EnrolmentOptions = {
  readonly store: UnitEnrolmentStore;
  /** A token that a link brought for this tab; it goes before what the device kept. */
  readonly linkToken: string | null;
  readonly exchange: (code: string) => Promise<RequestOutput<'session.redeemCode'>>;
  readonly log: (message: string, cause: unknown) => void;
};

/** Which unit this device is: by a link's token, by what it kept, or by a code. */
export function createEnrolment({ store, linkToken, exchange, log }: EnrolmentOptions): Enrolment {
  const { kept } = store;
  const state = createStore<EnrolmentState>(() => ({
    name: linkToken === null ? (kept?.name ?? null) : null,
    token: linkToken ?? kept?.token ?? null,
    working: false,
    problem: null,
    code: store.code ?? '',
  }));
  return {
    state,
    redeem: async (code) => {
      if (state.getState().working) {
        return false;
      }
      state.setState({ working: true, problem: null, code });
      try {
        const { token, name, role } = await exchange(code);
        if (role !== 'unit') {
          throw new AppError('forbidden', { detail: `the code is a ${role}'s` });
        }
        store.keep({ token, name });
        state.setState({ working: false, token, name, code: '' });
        return true;
      } catch (error) {
        const problem = problemOf(error);
        log('this device was not enrolled', error);
        if (problem === 'codeInvalid' || problem === 'forbidden') {
          store.dropCode();
        }
        state.setState({ working: false, problem });
        return false;
      }
    },
  };
}

function problemOf(error: unknown): EnrolmentProblem {
  const code = error instanceof AppError ? error.code : 'internal';
  if (code === 'timedOut' || code === 'closing') {
    return 'disconnected';
  }
  return ENROLMENT_PROBLEMS.find((known) => known === code) ?? 'other';
}
