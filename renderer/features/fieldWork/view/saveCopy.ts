import type { FieldWork } from '../model/fieldWork.ts';
import type { OutboxItem } from '../model/outbox/outboxItem.ts';
import { saveBlob } from './saveBlob.ts';

/** Hands a photo that cannot be sent to the person, under its hash. Never rejects: without bytes there is nothing to hand out. */
export async function saveCopy(work: FieldWork, { itemId, act }: OutboxItem): Promise<void> {
  const picture = act.name === 'report.submit' ? act.input.picture : null;
  const bytes = await work.bytesOf(itemId).catch(() => null);
  if (picture !== null && bytes !== null) {
    saveBlob(new Blob([bytes], { type: picture.mimeType }), `${picture.pictureId}.${picture.mimeType.slice('image/'.length)}`);
  }
}
