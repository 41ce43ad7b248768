import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestOutput } from '#protocol/contract.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { Partner, PartnerStatus } from '#protocol/tasks/partners.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { Detail, Facts } from '../../../ui/page/Detail.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { ActionButton } from '../../command/index.ts';
import { useHall, useLocale } from '../../hall/index.ts';
import type { ToldKeys } from './KeysDialog.tsx';
import { ChangePartnerDialog } from './PartnerDialog.tsx';
import { PartnerMark } from './PartnerMark.tsx';
import { ClosePartnerDialog, RenewKeysDialog } from './PartnerQuestions.tsx';
import styles from './Partners.module.css';

type DialogName = 'change' | 'renew' | 'close';
type Trial = RequestOutput<'partner.test'>;
type PartnerDetailProps = { readonly partner: Partner; readonly status: PartnerStatus | undefined; readonly onKeys: (told: ToldKeys) => void };

export function PartnerDetail({ partner, status, onKeys }: PartnerDetailProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const [trial, setTrial] = useState<Trial | 'running' | null>(null);
  const [problem, setProblem] = useState<ErrorCode | null>(null);
  const { partnerId } = partner;
  const close = () => setDialog(null);
  const asked = async (work: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setTrial(null);
      setProblem(error instanceof AppError ? error.code : 'internal');
    }
  };
  const test = () => asked(async () => {
    setTrial('running');
    setTrial(await link.request('partner.test', { partnerId }));
  });
  const faultText = (fault: NonNullable<Trial['fault']>) => t(`outside.fault.${fault.fault}`, { status: fault.status ?? '' });
  const moment = (at: number | null) => (at === null ? t('outside.never') : formatMoment(at, link.now(), locale));
  const isOpen = partner.closed === null;
  const isTold = isOpen && partner.webhookUrl !== null;
  return (
    <>
      <Detail
        title={partner.name}
        badge={<PartnerMark partner={partner} status={status} />}
        actions={isOpen && (
          <>
            {isTold && <ActionButton onClick={() => void test()} loading={trial === 'running'} data-action="partner.test">{t('outside.test')}</ActionButton>}
            {isTold && (status?.backlog ?? 0) > 0 && <ActionButton onClick={() => void asked(() => link.request('partner.retry', { partnerId }))} data-action="partner.retry">{t('outside.retry')}</ActionButton>}
            <ActionButton onClick={() => setDialog('change')} data-action="partner.change">{t('outside.change')}</ActionButton>
            <ActionButton onClick={() => setDialog('renew')} data-action="partner.renewKeys">{t('outside.renew')}</ActionButton>
            <ActionButton onClick={() => setDialog('close')} data-action="partner.close">{t('outside.close')}</ActionButton>
          </>
        )}
      >
        {problem !== null && <p className={styles.note} role="alert">{errorSentence(t, problem)}</p>}
        {trial !== null && (
          <NoticeLine tone={trial !== 'running' && trial.fault !== null ? 'waiting' : 'plain'}>
            {trial === 'running' ? t('outside.testing') : trial.fault === null ? t('outside.testTaken', { ms: trial.tookMs }) : faultText(trial.fault)}
          </NoticeLine>
        )}
        <Facts
          facts={[
            { label: t('outside.province'), value: partner.province },
            { label: t('outside.courts'), value: partner.courts.join('、') },
            { label: t('outside.webhookUrl'), value: partner.webhookUrl ?? t('outside.asksItselfHint') },
            { label: t('outside.trust'), value: t(partner.authorityPem === null ? 'outside.trustPublic' : 'outside.trustPinned') },
            { label: t('outside.keysSince'), value: moment(partner.keysRenewedAt) },
            ...(partner.closed === null ? [] : [{ label: t('outside.closed'), value: `${moment(partner.closed.at)} · ${partner.closed.reason}` }]),
            ...(status === undefined || !isOpen ? [] : [
              { label: t('outside.backlog'), value: status.backlog === 0 ? t('outside.nothingWaits') : t('outside.waiting', { count: status.backlog, since: moment(status.waitingSince) }) },
              ...(status.backlog > 0 && status.nextAttemptAt !== null ? [{ label: t('outside.nextAttempt'), value: moment(status.nextAttemptAt) }] : []),
              { label: t('outside.deliveredAt'), value: moment(status.deliveredAt) },
              { label: t('outside.lastFault'), value: status.fault === null ? t('outside.noFault') : `${faultText(status.fault)} · ${moment(status.fault.at)}` },
              { label: t('outside.heardAt'), value: moment(status.heardAt) },
            ]),
            { label: t('outside.partnerId'), value: partnerId },
          ]}
        />
      </Detail>
      {dialog === 'change' && <ChangePartnerDialog partner={partner} onClose={close} />}
      {dialog === 'renew' && <RenewKeysDialog partner={partner} onClose={close} onRenewed={onKeys} />}
      {dialog === 'close' && <ClosePartnerDialog partner={partner} onClose={close} />}
    </>
  );
}
