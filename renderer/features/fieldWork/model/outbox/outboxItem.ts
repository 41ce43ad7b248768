import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';

export type ReportInput = RequestData<'report.submit'>;

export type AnswerName = 'instruction.read' | 'instruction.accept' | 'instruction.refuse' | 'instruction.finish';

/** What a person did here, as it will be sent, with the command's id that it was born with. */
export type Act = { readonly [Name in AnswerName]: { readonly name: Name; readonly input: RequestData<Name> } }[AnswerName] | { readonly name: 'report.submit'; readonly input: ReportInput };

/** `at`: hall time, ms. A refused one is over, but what it carried stays on the device. */
export type Outcome =
  | { readonly state: 'sent'; readonly at: number; readonly report: RequestOutput<'report.submit'> | null }
  | { readonly state: 'refused'; readonly at: number; readonly code: ErrorCode };

export type OutboxItem = {
  /** Place in the order of all that was done on this device. */
  readonly itemId: number;
  /** Who the device was then; nobody else ever sends it. */
  readonly unitId: UnitId;
  readonly unitName: string;
  readonly act: Act;
  /** SHA-256 of a report's canonical form as this device computed it; null for an answer. */
  readonly hash: string | null;
  /** A small JPEG of a photo, for this device's own list. */
  readonly thumbnail: Uint8Array<ArrayBuffer> | null;
  /** Null: it waits. */
  readonly outcome: Outcome | null;
};

/** Where the chain of a unit's reports on this device ends. */
export type ChainHead = { readonly chainId: string; readonly deviceSequence: number; readonly hash: string };
