import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticeData } from '#protocol/contract.ts';
import { useCues, type Cue } from '../../attention/index.ts';
import { useHall, useSession } from '../../hall/index.ts';
import { useOwnDeputies } from './useDeputies.ts';

type Told = NoticeData<'deputy.changed'>;
const MOST_TOLD = 10;

/** Tells whoever did not do it themselves that a deputyship of theirs began or ended. `onRights`: for whom they may decide is another now. */
export function DeputyWatch({ onRights }: { onRights: () => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const me = useSession().person?.userId ?? null;
  const [told, setTold] = useState<readonly Told[]>([]);
  const { held, now } = useOwnDeputies();
  const rights = held.map(({ deputyshipId }) => deputyshipId).filter((id) => now.has(id)).join(' ');
  useEffect(() => link.on('deputy.changed', (news) => setTold((before) => [...before, news].slice(-MOST_TOLD))), [link]);
  useEffect(onRights, [onRights, rights]);
  const cues = useMemo(() => told.filter((news) => !isOwnDoing(news, me)).map((news): Cue => {
    const { deputyshipId, principal, deputy, why, at } = news;
    const reason = why === null ? '' : t(`deputies.why.${why}`);
    const title = deputy.userId === me
      ? t(why === null ? 'deputies.cue.appointed' : 'deputies.cue.released', { name: principal.name, reason })
      : t('deputies.cue.ended', { name: deputy.name, reason });
    return { id: `deputy/${deputyshipId}/${why ?? ''}`, panel: 'approval', urgency: 'notice', at, title };
  }), [told, me, t]);
  useCues('deputy/', cues);
  return null;
}

/** Whoever appointed, took back or gave back knows it. */
function isOwnDoing({ principal, deputy, why }: Told, me: string | null): boolean {
  return why === null || why === 'principal' ? principal.userId === me : why === 'deputy' && deputy.userId === me;
}
