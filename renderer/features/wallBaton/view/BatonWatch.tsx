import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCues, type Cue } from '../../attention/index.ts';
import { useHallState, useSession } from '../../hall/index.ts';

/** Tells the holder that somebody asks for the baton. */
export function BatonWatch() {
  const { t } = useTranslation();
  const { court, person } = useSession();
  const baton = useHallState((state) => state.log.walls.get(court.courtCode)?.baton ?? null);
  const me = person?.userId ?? null;
  const cues = useMemo(
    (): Cue[] =>
      baton?.asked && baton.holder.userId === me && baton.asked.userId !== me
        ? [{ id: `baton/${baton.asked.at}`, panel: 'wall', urgency: 'notice', at: baton.asked.at, title: t('wallBaton.cue', { name: baton.asked.name }) }]
        : [],
    [baton, me, t],
  );
  useCues('baton/', cues);
  return null;
}
