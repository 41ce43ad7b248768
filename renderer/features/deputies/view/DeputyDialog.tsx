import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Deputyship } from '#protocol/tasks/deputies.ts';
import { useSession } from '../../hall/index.ts';
import { AppointForm } from './AppointForm.tsx';
import styles from './Deputies.module.css';
import { DeputyRow } from './DeputyRow.tsx';
import { EndDeputyDialog } from './EndDeputyDialog.tsx';
import { useOwnDeputies } from './useDeputies.ts';

/** Who decides for whom, and handing over one's own approvals. */
export function DeputyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useSession().person?.userId ?? null;
  const { given, held, now } = useOwnDeputies();
  const [ending, setEnding] = useState<Deputyship | null>(null);
  // After the press of Escape has gone its whole way: the page's own Escape looks whether a dialog is open.
  const close = () => void setTimeout(onClose);
  const list = (deputyships: readonly Deputyship[]) => <ul className={styles.list}>{deputyships.map((deputyship) => <DeputyRow key={deputyship.deputyshipId} deputyship={deputyship} isMine={deputyship.principal.userId === me} holds={now.has(deputyship.deputyshipId)} onEnd={() => setEnding(deputyship)} />)}</ul>;
  return (
    <Modal opened onClose={close} title={t('deputies.title')} size={600} centered closeOnClickOutside={false} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <div className={styles.stack} data-role="deputies">
        <section aria-label={t('deputies.given')}>
          <h4 className={styles.title}>{t('deputies.given')}</h4>
          {given.length === 0 ? <p className={styles.note}>{t('deputies.givenNone')}</p> : list(given)}
        </section>
        <section aria-label={t('deputies.held')}>
          <h4 className={styles.title}>{t('deputies.held')}</h4>
          {held.length === 0 ? <p className={styles.note}>{t('deputies.heldNone')}</p> : list(held)}
        </section>
        <AppointForm />
      </div>
      {ending !== null && <EndDeputyDialog deputyship={ending} isMine={ending.principal.userId === me} onClose={() => setEnding(null)} />}
    </Modal>
  );
}
