import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { SourceProtocol } from '#protocol/media/sources.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { Detail, Facts } from '../../../ui/page/Detail.tsx';
import { ActionButton } from '../../command/index.ts';
import { DeviceRecordingsDialog, useHasRecordings } from '../../deviceRecordings/index.ts';
import { useHall, useLocale } from '../../hall/index.ts';
import { addressText, codecsText, type SourceRow } from '../model/sourceRows.ts';
import { NextAttempt } from './NextAttempt.tsx';
import type { ToldPush } from './PushUrlDialog.tsx';
import { RemoveDialog, SwitchDialog } from './SourceQuestions.tsx';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import { SourceDialog } from './SourceDialog.tsx';
import { SourceMark } from './SourceMark.tsx';
import styles from './Sources.module.css';

const PUSHED: ReadonlySet<SourceProtocol> = new Set(['rtmp', 'srt']);

type DialogName = 'recordings' | 'change' | 'switch' | 'newKey' | 'remove';

export function SourceDetail({ row, onPush }: { row: SourceRow; onPush: (push: ToldPush) => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const [problem, setProblem] = useState<ErrorCode | null>(null);
  const { source, status, unitName } = row;
  const name = `${unitName} · ${source.label}`;
  const hasRecordings = useHasRecordings(source.unitId);
  const close = () => setDialog(null);
  const retry = async () => {
    try {
      await link.request('source.retry', { sourceId: source.sourceId });
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof AppError ? error.code : 'internal');
    }
  };
  return (
    <>
      <Detail
        title={name}
        badge={<SourceMark row={row} />}
        actions={
          <>
            {source.enabled && status !== null && status.state === 'retrying' && <ActionButton onClick={() => void retry()} data-action="source.retry">{t('sources.retry')}</ActionButton>}
            {hasRecordings && source.address.protocol === 'gb28181' && <ActionButton onClick={() => setDialog('recordings')} data-action="recordings.open">{t('recordings.open')}</ActionButton>}
            <ActionButton onClick={() => setDialog('change')} data-action="source.change">{t('sources.change')}</ActionButton>
            <ActionButton onClick={() => setDialog('switch')} data-action="source.switch">{t(source.enabled ? 'sources.switchOff' : 'sources.switchOn')}</ActionButton>
            {PUSHED.has(source.address.protocol) && <ActionButton onClick={() => setDialog('newKey')} data-action="source.newKey">{t('sources.newKey')}</ActionButton>}
            <ActionButton onClick={() => setDialog('remove')} data-action="source.remove">{t('sources.remove')}</ActionButton>
          </>
        }
      >
        {problem !== null && <p className={styles.note} role="alert">{t('sources.retryFailed', { why: errorSentence(t, problem) })}</p>}
        <Facts
          facts={[
            { label: t('sources.court'), value: `${row.courtName}（${source.courtCode}）` },
            { label: t('sources.protocol'), value: t(`sources.protocols.${source.address.protocol}`) },
            { label: t('sources.address'), value: addressText(source.address) || t('sources.push') },
            ...(source.address.protocol === 'rtsp' ? [{ label: t('sources.transport'), value: t(`sources.rtspTransport.${source.address.transport}`) }] : []),
            ...(source.address.protocol === 'gb28181' ? [{ label: t('sources.transport'), value: t(`sources.gbTransport.${source.address.transport}`) }] : []),
            { label: t('sources.since'), value: status === null ? '—' : formatMoment(status.sinceAt, link.now(), locale) },
            ...(status === null || status.media === null ? [] : [
              { label: t('sources.codec'), value: status.media.soundLeftOut === true ? t('sources.soundLeftOut', { codecs: codecsText(status.media) }) : codecsText(status.media) },
              { label: t('sources.mode'), value: `${t(status.media.copied ? 'sources.copied' : 'sources.transcoded')} · ${t(status.media.copied ? 'sources.copiedHint' : 'sources.transcodedHint')}` },
            ]),
            ...(status !== null && status.state === 'retrying' ? [
              { label: t('sources.attempts'), value: t('sources.attemptCount', { count: status.attempts }) },
              { label: t('sources.next'), value: <NextAttempt status={status} /> },
            ] : []),
            { label: t('sources.reason'), value: status === null ? t('sources.unknownHint') : status.fault === null ? t('sources.noFault') : `${t(`sources.fault.${status.fault.fault}`)} · ${formatMoment(status.fault.at, link.now(), locale)}` },
            ...(status === null || status.fault === null || status.fault.detail === '' ? [] : [{ label: t('sources.detail'), value: status.fault.detail }]),
          ]}
        />
      </Detail>
      {dialog === 'recordings' && <DeviceRecordingsDialog unitId={source.unitId} onClose={close} />}
      {dialog === 'change' && <SourceDialog source={source} onClose={close} />}
      {dialog === 'switch' && <SwitchDialog source={source} name={name} onClose={close} />}
      {dialog === 'newKey' && <NewKeyDialog source={source} name={name} onClose={close} onPush={onPush} />}
      {dialog === 'remove' && <RemoveDialog source={source} name={name} onClose={close} />}
    </>
  );
}
