import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { formatMoment } from '../../../../../i18n/beijingTime.ts';
import { ActionButton } from '../../../../command/index.ts';
import { useHall, useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { NoticeDialog } from '../dialogs/RecordDialogs.tsx';
import styles from '../Steps.module.css';

/** What has to be told to somebody, and what was: each meets a clock or moves it. */
export function Notices({ step, template, gives }: { step: Step; template: StepTemplate; gives: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const [giving, setGiving] = useState<string | null>(null);
  if (template.notices.length === 0) {
    return null;
  }
  const row = template.notices.find(({ id }) => id === giving);
  return (
    <div className={styles.part}>
      <h5 className={styles.partTitle}>{t('steps.notices')}</h5>
      <ul className={styles.checks}>
        {template.notices.map((notice) => {
          const given = step.notices.filter((one) => one.notice === notice.id);
          return (
            <li key={notice.id} data-met={given.length > 0} data-plain="true" data-notice={notice.id}>
              <span className={styles.tick}>{given.length > 0 ? '✓' : ''}</span>
              <span className={styles.what}>
                {rowName(notice, locale)}
                {given.map((one) => <span key={one.at} className={styles.have}> {formatMoment(one.at, link.now(), locale)} {one.name} {one.text}</span>)}
              </span>
              {gives && <ActionButton size="compact-xs" onClick={() => setGiving(notice.id)} data-action="step.giveNotice">{t('steps.action.giveNotice')}</ActionButton>}
            </li>
          );
        })}
      </ul>
      {row !== undefined && <NoticeDialog step={step} notice={row} onClose={() => setGiving(null)} />}
    </div>
  );
}
