import { Button, Modal } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentCode } from '#protocol/nouns/devices.ts';
import { formatAge, formatDate, formatMoment } from '../../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { CopyButton } from '../../../../ui/form/CopyButton.tsx';
import { FormStack } from '../../../../ui/form/FormStack.tsx';
import { QrCode } from '../../../../ui/form/QrCode.tsx';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { ActionButton } from '../../../command/index.ts';
import { useHall, useHallName, useLocale, useSession, useTick } from '../../../hall/index.ts';
import { useIssueCode, type Enrolled } from './useIssueCode.ts';
import styles from './Enrolment.module.css';

export type IssuedEnrolment = {
  readonly of: Enrolled;
  readonly name: string;
  /** What tells it from others of like name. */
  readonly detail: string;
  readonly enrolment: EnrolmentCode;
};

type EnrolmentDialogProps = { readonly issued: IssuedEnrolment; readonly onIssued: (issued: IssuedEnrolment) => void; readonly onClose: () => void };

/** The one-time code in large type, and for a unit the QR code to scan; may be printed and handed over. */
export function EnrolmentDialog({ issued, onIssued, onClose }: EnrolmentDialogProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const hallName = useHallName();
  const sheet = useRef<HTMLDivElement>(null);
  const { command, issue } = useIssueCode(issued.of);
  const machineNow = useTick();
  // Codes live in real time, also where the hall's is an exercise's.
  const now = useSession().exercise ? machineNow : link.now();
  const { enrolment } = issued;
  const leftMs = enrolment.expiresAt - now;
  const over = leftMs <= 0;
  const again = async () => {
    const next = await issue();
    if (next !== null) {
      onIssued({ ...issued, enrolment: next });
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('devices.enrolmentTitle', { name: issued.name })} size={560} centered closeOnClickOutside={false} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <FormStack>
        <div ref={sheet} className={styles.sheet} data-over={over}>
          <p className={styles.printTitle}>{hallName ?? t('hall.productName')} · {t('devices.printTitle')}</p>
          <p className={styles.who}>{issued.name} · {issued.detail}</p>
          <output className={styles.code} data-role="enrolment-code">{enrolment.code}</output>
          {enrolment.link !== null && <QrCode text={enrolment.link} label={t('devices.qrLabel', { name: issued.name })} className={styles.qr} />}
          <p className={styles.how}>{t(enrolment.link === null ? 'devices.howDevice' : 'devices.howUnit')}</p>
          {enrolment.link !== null && <p className={styles.link}>{enrolment.link}</p>}
          <p className={styles.printFoot}>{t('devices.validUntil', { time: `${formatDate(enrolment.expiresAt, locale)} ${formatMoment(enrolment.expiresAt, enrolment.expiresAt, locale)}` })}</p>
        </div>
        <NoticeLine tone={over ? 'waiting' : 'plain'}>
          {over ? t('devices.expired') : t('devices.expiresIn', { age: formatAge(leftMs, locale) })}
        </NoticeLine>
        {command.problem !== null && <NoticeLine tone="lost">{errorSentence(t, command.problem.code)}</NoticeLine>}
        <div className={styles.actions}>
          <ActionButton loading={command.busy} onClick={() => void again()} data-action="issue-again">{t('devices.issueCode')}</ActionButton>
          <CopyButton key={enrolment.code} text={enrolment.link ?? enrolment.code} label={t(enrolment.link === null ? 'devices.copyCode' : 'devices.copyLink')} doneLabel={t('people.copied')} failedLabel={t('people.copyFailed')} />
          <Button variant="default" disabled={over} onClick={() => sheet.current?.ownerDocument.defaultView?.print()}>{t('devices.print')}</Button>
          <Button data-autofocus onClick={onClose}>{t('devices.done')}</Button>
        </div>
      </FormStack>
    </Modal>
  );
}
