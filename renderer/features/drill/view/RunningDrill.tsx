import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Drill } from '#protocol/scenario/drills.ts';
import { spanOf } from '#domain/drills/spans.ts';
import { ActionButton, CommandDialog, useCommand } from '../../command/index.ts';
import { useHallNow, useLocale } from '../../hall/index.ts';
import styles from './Drill.module.css';

const LEAST_REASON = 2;

/** What is being played, never what is expected. */
export function RunningDrill({ drill }: { readonly drill: Drill }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [ending, setEnding] = useState(false);
  return (
    <section className={styles.running} data-role="drill-running" data-drill={drill.drillId}>
      <header className={styles.runningHead}>
        <h3>{locale === 'en' ? drill.titleEn : drill.title}</h3>
        <Elapsed drill={drill} />
        <ActionButton size="compact-xs" data-action="drill.end" onClick={() => setEnding(true)}>{t('drill.end')}</ActionButton>
      </header>
      <p className={styles.synopsis}>{drill.synopsis}</p>
      <p className={styles.when}>{t('drill.startedBy', { name: drill.startedBy })}</p>
      {ending && <EndDialog drill={drill} onClose={() => setEnding(false)} />}
    </section>
  );
}

/** Alone, because it is drawn anew each second. */
function Elapsed({ drill: { startedAt, lastsMs } }: { readonly drill: Drill }) {
  const { t } = useTranslation();
  const now = useHallNow();
  return <span className={styles.elapsed}>{t('drill.elapsed', { elapsed: spanOf(Math.max(0, now - startedAt)), lasts: spanOf(lastsMs) })}</span>;
}

function EndDialog({ drill, onClose }: { readonly drill: Drill; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const end = useCommand('drill.end');
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await end.ask({ drillId: drill.drillId, reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('drill.endTitle')} submitLabel={t('drill.end')} command={end} ready={reason.trim().length >= LEAST_REASON} onClose={onClose} onSubmit={() => void submit()}>
      <Textarea size="xs" label={t('drill.reason')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
