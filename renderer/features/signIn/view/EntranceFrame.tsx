import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HallMark } from '../../../ui/HallMark.tsx';
import styles from './EntranceFrame.module.css';

type EntranceFrameProps = {
  readonly hallName: string | null;
  readonly title: string;
  readonly lead?: ReactNode;
  /** Under the card: what still works, where to turn. */
  readonly foot?: ReactNode;
  readonly page: string;
  readonly children: ReactNode;
};

/** The whole window while nobody works at the desk. */
export function EntranceFrame({ hallName, title, lead, foot, page, children }: EntranceFrameProps) {
  const { t } = useTranslation();
  const product = t('hall.productName');
  return (
    <main className={styles.page} data-page={page}>
      <header className={styles.brand}>
        <HallMark className={styles.mark} />
        <div>
          {/* Most halls are called after what they are. */}
          {hallName?.includes(product) !== true && <p className={styles.product}>{product}</p>}
          <h1 className={styles.hall}>{hallName ?? t('signIn.hallUnknown')}</h1>
        </div>
      </header>
      <section className={styles.card} aria-label={title}>
        <h2>{title}</h2>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        {children}
      </section>
      <footer className={styles.foot}>{foot}</footer>
    </main>
  );
}
