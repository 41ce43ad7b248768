import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticeData } from '#protocol/contract.ts';
import { useAttention } from '../../attention/index.ts';
import { useHall, useSession } from '../../hall/index.ts';
import { useOwnDeputies } from './useDeputies.ts';

type Told = NoticeData<'deputy.changed'>;

/** Tells whoever did not do it themselves that a deputyship of theirs began or ended. `onRights`: for whom they may decide is another now. */
export function DeputyWatch({ onRights }: { onRights: () => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const attention = useAttention();
  const me = useSession().person?.userId ?? null;
  const { held, now } = useOwnDeputies();
  const rights = held.map(({ deputyshipId }) => deputyshipId).filter((id) => now.has(id)).join(' ');
  const seen = useRef(rights);
  useEffect(() => {
    if (seen.current !== rights) {
      seen.current = rights;
      onRights();
    }
  }, [onRights, rights]);
  useEffect(() => link.on('deputy.changed', (told) => {
    if (isOwnDoing(told, me)) return;
    const { deputyshipId, principal, deputy, why, at } = told;
    const reason = why === null ? '' : t(`deputies.why.${why}`);
    const title = deputy.userId === me
      ? t(why === null ? 'deputies.cue.appointed' : 'deputies.cue.released', { name: principal.name, reason })
      : t('deputies.cue.ended', { name: deputy.name, reason });
    attention.raise({ id: `deputy/${deputyshipId}`, panel: 'approval', urgency: 'notice', at, title });
  }), [link, attention, me, t]);
  return null;
}

/** Whoever appointed, took back or gave back knows it. */
function isOwnDoing({ principal, deputy, why }: Told, me: string | null): boolean {
  return why === null || why === 'principal' ? principal.userId === me : why === 'deputy' && deputy.userId === me;
}
