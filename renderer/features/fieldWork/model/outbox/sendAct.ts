import { AppError, type ErrorCode } from '#protocol/errors.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import { base64Of } from '../../../../link/base64.ts';
import type { HallLink } from '../../../../link/hallLink.ts';
import type { Act, Outcome, ReportInput } from './outboxItem.ts';

/** Longer than a poor line needs; an answer that comes later still is found by the command's id. */
const TIMEOUT_MS = 30_000;
const PIECE_TIMEOUT_MS = 60_000;
/** A piece should pass in about this time, ms: longer ones would hold up talk and position behind them. */
const QUICK_MS = 500;
const SLOW_MS = 1_500;
const FIRST_PIECE_BYTES = 16 * 1024;
const LEAST_PIECE_BYTES = 4 * 1024;

/** What the hall will answer in the same way for ever. */
const FINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['badInput', 'emptyNote', 'tooLarge', 'instructionOver', 'notFound', 'badPicture', 'conflict']);

export function isFinal(error: unknown): error is AppError {
  return error instanceof AppError && FINAL.has(error.code);
}

/** Sends an answer, or a report whose picture the hall has. Errors: those of the request. */
export async function sendAct(link: HallLink, act: Act): Promise<Outcome> {
  if (act.name === 'report.submit') {
    const report = await link.request(act.name, act.input, { timeoutMs: TIMEOUT_MS });
    return { state: 'sent', at: report.receivedAt, report };
  }
  await link.request(act.name, act.input, { timeoutMs: TIMEOUT_MS });
  return { state: 'sent', at: Math.round(link.now()), report: null };
}

/** Sends pictures piece by piece, each as large as the line bears. */
export class PieceSender {
  #pieceBytes = FIRST_PIECE_BYTES;

  /** One piece; resolves to the bytes that the hall has now, wherever it had broken off. Errors: those of report.putPicture; internal: it took nothing. */
  async send(link: HallLink, picture: NonNullable<ReportInput['picture']>, bytes: Uint8Array, offset: number): Promise<number> {
    const startedAt = performance.now();
    try {
      const piece = bytes.subarray(offset, offset + this.#pieceBytes);
      const { receivedBytes } = await link.request('report.putPicture', { ...picture, offset, base64: base64Of(piece) }, { timeoutMs: PIECE_TIMEOUT_MS });
      if (receivedBytes === offset) throw new AppError('internal', { detail: 'the hall took no byte of a picture' });
      return receivedBytes;
    } finally {
      const tookMs = performance.now() - startedAt;
      if (tookMs > SLOW_MS) this.#pieceBytes = Math.max(LEAST_PIECE_BYTES, this.#pieceBytes / 2);
      else if (tookMs < QUICK_MS) this.#pieceBytes = Math.min(PICTURE_CHUNK_BYTES, this.#pieceBytes * 2);
    }
  }
}
