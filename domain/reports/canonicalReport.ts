import type { RequestInput } from '#protocol/contract.ts';

/** The text whose SHA-256 (over UTF-8) is a report's hash: the same on the device, in the hall and in an auditor's hand. `text` without spaces around it, as the hall takes it. */
export function canonicalReport(unitId: string, { chainId, deviceSequence, previousHash, kind, text, picture, takenAt, clockOffsetMs, position, operationId }: Omit<RequestInput<'report.submit'>, 'commandId'>): string {
  return JSON.stringify([
    'report/1', unitId, chainId, deviceSequence, previousHash, kind, text,
    picture === null ? null : [picture.pictureId, picture.mimeType, picture.totalBytes],
    takenAt, clockOffsetMs,
    position === null ? null : [position.longitudeDeg, position.latitudeDeg, position.accuracyM, position.at],
    operationId,
  ]);
}
