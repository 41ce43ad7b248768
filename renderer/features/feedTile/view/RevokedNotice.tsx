import { useTranslation } from 'react-i18next';
import type { UnitRecord } from '#protocol/nouns/units.ts';
import styles from './TileNotice.module.css';

/** In place of the picture of a unit that was revoked. */
export function RevokedNotice({ unit }: { unit: UnitRecord }) {
  const { t } = useTranslation();
  return (
    <div className={styles.notice} data-kind="absent" data-role="unit-revoked">
      <strong>{t('feeds.unitRevoked')}</strong>
      <span>{unit.name}</span>
    </div>
  );
}
