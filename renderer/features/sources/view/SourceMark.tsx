import { useTranslation } from 'react-i18next';
import { StateMark, type MarkTone } from '../../../ui/page/StateMark.tsx';
import type { SourceRow } from '../model/sourceRows.ts';

const TONE_OF = { off: 'faint', waiting: 'calm', connecting: 'calm', live: 'live', retrying: 'waiting' } as const satisfies Record<string, MarkTone>;

export function SourceMark({ row: { status } }: { row: SourceRow }) {
  const { t } = useTranslation();
  return status === null ? <StateMark tone="faint" text={t('sources.unknown')} /> : <StateMark tone={TONE_OF[status.state]} text={t(`sources.states.${status.state}`)} />;
}
