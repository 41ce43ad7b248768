import type { TFunction } from 'i18next';
import { DUTY_POSTS } from '#protocol/nouns/duty.ts';
import type { Actor, WireEntry } from '#protocol/nouns/log.ts';
import { eventSentence } from '../../../i18n/eventSentence.ts';

/** Which post a line of the log is about, or the centre. */
export function placeText(t: TFunction, subject: string): string {
  const post = DUTY_POSTS.find((name) => subject.endsWith(`/${name}`));
  return post === undefined ? t('duty.centre') : t(`duty.post.${post}`);
}

/** Who caused it, by the name of that time. */
export function whoText(t: TFunction, actor: Actor): string {
  return actor.kind === 'hall' ? t('audit.actorHall') : actor.name;
}

/** A whole line in one sentence: the post, and who did it, where what happened does not say so itself. */
export function lineText(t: TFunction, entry: WireEntry, locale: string): string {
  const sentence = eventSentence(t, entry, locale);
  const placed = entry.subject.startsWith('centre/') ? sentence : t('duty.linePlace', { place: placeText(t, entry.subject), what: sentence });
  const { actor } = entry;
  return actor.kind === 'hall' || sentence.includes(actor.name) ? placed : t('duty.lineWho', { what: placed, who: actor.name });
}
