import { randomUUIDv7 } from 'node:crypto';
import { alarmId, callId, orderId } from '#protocol/nouns/ids.ts';

/** Ids for what is about to be decided; one that is not used was for nothing. */
export const newIds = {
  alarm: () => alarmId.parse(randomUUIDv7()),
  call: () => callId.parse(randomUUIDv7()),
  order: () => orderId.parse(randomUUIDv7()),
};
