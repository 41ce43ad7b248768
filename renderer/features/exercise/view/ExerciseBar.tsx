import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { runningDrill } from '#domain/drills/decideDrill.ts';
import { useHall, useHallState, useLinkState, useLocale } from '../../hall/index.ts';
import { ExerciseStripe, type StripeSeat } from './ExerciseStripe.tsx';

/** Nothing in a hall at work. What the hall was last is what it is while it is away. */
export function ExerciseBar({ seat }: { readonly seat: StripeSeat }) {
  const { lastSession } = useHall();
  const exercise = useStore(lastSession, (session) => session?.exercise ?? false);
  return exercise ? <Bar seat={seat} /> : null;
}

function Bar({ seat }: { readonly seat: StripeSeat }) {
  const { t } = useTranslation();
  const rate = useLinkState((state) => state.clockRate);
  const locale = useLocale();
  const drill = useHallState(({ log }) => runningDrill(log));
  const played = drill === undefined ? null : locale === 'en' ? drill.titleEn : drill.title;
  return <ExerciseStripe seat={seat} note={[played, paceOf(t, rate)].filter((note) => note !== null).join(' · ') || null} />;
}

function paceOf(t: TFunction, rate: number): string | null {
  if (rate === 0) {
    return t('exercise.stopped');
  }
  return rate === 1 ? null : t('exercise.pace', { rate });
}
