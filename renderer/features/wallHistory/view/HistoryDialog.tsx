import { Modal, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { useHall } from '../../hall/index.ts';
import type { WallDesk } from '../../wall/index.ts';
import { fieldText, spanOf, SPANS, type SpanName } from '../model/span.ts';
import styles from './History.module.css';
import { ReelPlayer } from './ReelPlayer.tsx';
import { useReel } from './useReel.ts';

/** 上墙记录: who put what where when, drawn as it stood. */
export function HistoryDialog({ desk, onClose }: { desk: WallDesk; onClose: () => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const [openedAt] = useState(() => link.now());
  const [span, setSpan] = useState<SpanName>('hour');
  const [own, setOwn] = useState({ from: fieldText(openedAt - 7_200_000), to: fieldText(openedAt) });
  const stretch = useMemo(() => spanOf(span, { now: openedAt, own }), [span, openedAt, own]);
  return (
    <Modal opened onClose={onClose} title={<span>{t('wallHistory.title')}<strong className={styles.badge}>{t('wallHistory.replay')}</strong></span>} size="min(1180px, 94vw)" centered transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <div className={styles.dialog} data-role="wall-history">
        <div className={styles.spans}>
          <SegmentedControl size="xs" value={span} onChange={(value) => setSpan(value)} aria-label={t('wallHistory.span')} data={SPANS.map((value) => ({ value, label: t(`wallHistory.spans.${value}`) }))} />
          {span === 'own' && (
            <>
              <input className={styles.field} type="datetime-local" aria-label={t('wallHistory.from')} value={own.from} onChange={(event) => setOwn({ ...own, from: event.currentTarget.value })} />
              <span>–</span>
              <input className={styles.field} type="datetime-local" aria-label={t('wallHistory.to')} value={own.to} onChange={(event) => setOwn({ ...own, to: event.currentTarget.value })} />
            </>
          )}
        </div>
        {stretch === null ? <EmptyNote title={t('wallHistory.badSpan')} /> : <Stretch key={`${stretch.from}-${stretch.to}`} desk={desk} stretch={stretch} onClose={onClose} />}
      </div>
    </Modal>
  );
}

function Stretch({ desk, stretch, onClose }: { desk: WallDesk; stretch: { readonly from: number; readonly to: number }; onClose: () => void }) {
  const { t } = useTranslation();
  const state = useReel(stretch);
  switch (state.kind) {
    case 'loading':
      return <EmptyNote title={t('hall.loading')} />;
    case 'failed':
      return <EmptyNote title={errorSentence(t, state.problem)} hint={state.problem.code === 'tooLarge' ? t('wallHistory.tooLarge') : undefined} />;
    case 'read':
      return <ReelPlayer desk={desk} reel={state.reel} to={stretch.to} onRestored={onClose} />;
  }
}
