import type { TFunction } from 'i18next';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import type { Speaking, TalkTrouble } from '../../../media/talk/talkLine.ts';

export function troubleText(t: TFunction, trouble: TalkTrouble | null): string | null {
  switch (trouble?.kind) {
    case 'refused': return errorSentence(t, trouble.error);
    case 'noMicrophone': return t(trouble.denied ? 'talk.denied' : 'talk.noMicrophone');
    case 'stopped': return t(`talk.stopped.${trouble.reason}`, { name: trouble.name ?? '' });
    default: return null;
  }
}

/** What the button says while one speaks. */
export function speakingText(t: TFunction, { phase, place, heard, of, deaf }: Speaking): string {
  if (phase === 'asking') return t('talk.connecting');
  if (phase === 'waiting') return t('talk.waiting', { place });
  const words = of === 0 ? t('talk.nobodyHears') : t('talk.heard', { heard, of });
  return deaf > 0 ? `${words}，${t('talk.deafDevices', { count: deaf })}` : words;
}
