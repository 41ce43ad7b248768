import { z } from 'zod';
import { serverUrlOf, withoutInFragment, type Page } from './browserToken.ts';

/** What a device got for its code: its token, and the unit it is. */
export type UnitEnrolment = { readonly token: string; readonly name: string };

export interface UnitEnrolmentStore {
  /** The code that a link brought and that was not exchanged yet. */
  readonly code: string | null;
  readonly kept: UnitEnrolment | null;
  /** Keeps it on this device for this hall; the code is used up. */
  keep(enrolment: UnitEnrolment): void;
  /** The code is no good. */
  dropCode(): void;
}

type EnrolmentPage = Page & { readonly localStorage: Pick<Storage, 'getItem' | 'setItem'> };

const enrolmentSchema = z.object({ token: z.string(), name: z.string() });

/**
 * A device's enrolment with one hall, kept on the device. A link brings the code in `#code=…`; it leaves the address
 * bar at once and outlives a reload in the tab alone, until it is exchanged.
 */
export function createUnitEnrolmentStore(page: EnrolmentPage): UnitEnrolmentStore {
  const hall = serverUrlOf(page);
  const [codeKey, enrolmentKey] = [`code ${hall}`, `unit ${hall}`];
  const brought = new URLSearchParams(page.location.hash.slice(1)).get('code');
  if (brought !== null && brought !== '') {
    page.sessionStorage.setItem(codeKey, brought);
    withoutInFragment(page, 'code');
  }
  return {
    get code() {
      return page.sessionStorage.getItem(codeKey);
    },
    get kept() {
      return readEnrolment(page.localStorage.getItem(enrolmentKey));
    },
    keep(enrolment) {
      page.localStorage.setItem(enrolmentKey, JSON.stringify(enrolment));
      page.sessionStorage.removeItem(codeKey);
    },
    dropCode() {
      page.sessionStorage.removeItem(codeKey);
    },
  };
}

function readEnrolment(text: string | null): UnitEnrolment | null {
  try {
    return text === null ? null : enrolmentSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
