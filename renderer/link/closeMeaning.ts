import { CLOSE_CODES, FINAL_CLOSE_CODES } from '#protocol/closeCodes.ts';
import type { ErrorCode } from '#protocol/errors.ts';

/** Answers to hello that a person has to mend; trying again by itself would only fill the hall's log. */
const FINAL_HELLO_ERRORS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'tokenInvalid',
  'tokenExpired',
  'tokenRevoked',
  'forbidden',
  'protocolTooOld',
  'protocolTooNew',
  'badInput',
]);

export type Ending = { readonly final: boolean; readonly error: ErrorCode };

/** What the end of a socket means. An error that hello was answered with says more than the close code after it. */
export function endingOf(options: { closeCode: number | null; helloError: ErrorCode | null }): Ending {
  const { closeCode, helloError } = options;
  if (helloError !== null) {
    return { final: FINAL_HELLO_ERRORS.has(helloError) || isFinal(closeCode), error: helloError };
  }
  return { final: isFinal(closeCode), error: errorOf(closeCode) };
}

function isFinal(closeCode: number | null): boolean {
  return closeCode !== null && FINAL_CLOSE_CODES.has(closeCode);
}

function errorOf(closeCode: number | null): ErrorCode {
  switch (closeCode) {
    case CLOSE_CODES.unauthorised:
      return 'tokenInvalid';
    case CLOSE_CODES.protocolMismatch:
      return 'protocolTooOld';
    case CLOSE_CODES.replaced:
      return 'replaced';
    case CLOSE_CODES.serverClosing:
      return 'closing';
    case CLOSE_CODES.flood:
      return 'tooManyRequests';
    case null:
    default:
      return 'disconnected';
  }
}
