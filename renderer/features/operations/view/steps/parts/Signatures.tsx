import { useTranslation } from 'react-i18next';
import type { Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { formatMoment } from '../../../../../i18n/beijingTime.ts';
import { listOf } from '../../../../../i18n/listOf.ts';
import { useHall, useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import styles from '../Steps.module.css';

/** What was asked of a leader, what they said, and the circumstances that were recorded. */
export function Signatures({ step, template }: { step: Step; template: StepTemplate }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const { signature, signed, refused, exceptions } = step;
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  const lines = [
    ...signed.map((one) => ({ at: one.at, text: t('steps.signedLine', { name: one.name, time: moment(one.at), missing: listOf(one.missing, locale), reason: one.reason }) })),
    ...refused.map((one) => ({ at: one.at, text: t('steps.refusedLine', { name: one.name, time: moment(one.at), reason: one.reason }) })),
    ...exceptions.map((one) => {
      const row = template.exceptions.find(({ id }) => id === one.exception);
      return { at: one.at, text: t('steps.exceptedLine', { exception: row === undefined ? one.exception : rowName(row, locale), name: one.name, time: moment(one.at), reason: one.reason }) };
    }),
  ].toSorted((a, b) => a.at - b.at);
  if (signature === null && lines.length === 0) {
    return null;
  }
  return (
    <div className={styles.part} data-role="signatures">
      {lines.map(({ at, text }) => <p key={`${at} ${text}`} className={styles.line}>{text}</p>)}
      {signature !== null && <p className={styles.waiting} data-role="signature-waits">{t('steps.askedLine', { name: signature.askedBy, time: moment(signature.askedAt), missing: listOf(signature.missing, locale), reason: signature.reason })}</p>}
    </div>
  );
}
