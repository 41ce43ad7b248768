import { PasswordInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { withUrl, wrongFields, type FormProtocol, type SourceForm } from '../model/sourceForm.ts';
import styles from './Sources.module.css';

const PROTOCOLS: readonly FormProtocol[] = ['rtsp', 'rtmp', 'srt', 'whip', 'gb28181'];
const RTSP_TRANSPORTS = ['tcp', 'udp'] as const;
const GB_TRANSPORTS = ['udp', 'tcpPassive', 'tcpActive'] as const;

/** `kept`: of a source that is there; its protocol stays, and its password unless another one is typed. */
export function SourceFields({ form, onChange, kept }: { form: SourceForm; onChange: (form: SourceForm) => void; kept: boolean }) {
  const { t } = useTranslation();
  const wrong = wrongFields(form);
  const password = (label: string) => (
    <PasswordInput label={label} placeholder={kept ? t('sources.passwordKept') : undefined} value={form.password} maxLength={128} autoComplete="new-password" onChange={(event) => onChange({ ...form, password: event.currentTarget.value })} />
  );
  return (
    <>
      <TextInput label={t('sources.label')} description={t('sources.labelHint')} placeholder={t('sources.labelExample')} value={form.label} maxLength={32} error={wrong.label && t('sources.labelWrong')} onChange={(event) => onChange({ ...form, label: event.currentTarget.value })} />
      <Select label={t('sources.protocol')} description={t(`sources.protocolHint.${form.protocol}`)} allowDeselect={false} disabled={kept} value={form.protocol} onChange={(protocol) => protocol !== null && onChange({ ...form, protocol })} data={PROTOCOLS.map((value) => ({ value, label: t(`sources.protocols.${value}`) }))} />
      {form.protocol === 'rtsp' && (
        <>
          <TextInput label={t('sources.url')} placeholder={t('sources.urlExample')} value={form.url} maxLength={512} spellCheck={false} error={wrong.url && t('sources.urlWrong')} onChange={(event) => onChange(withUrl(form, event.currentTarget.value))} />
          <div className={styles.pair}>
            <TextInput label={t('sources.username')} value={form.username} maxLength={64} autoComplete="off" spellCheck={false} onChange={(event) => onChange({ ...form, username: event.currentTarget.value })} />
            {password(t('sources.password'))}
          </div>
          <Select label={t('sources.transport')} allowDeselect={false} value={form.rtspTransport} onChange={(rtspTransport) => rtspTransport !== null && onChange({ ...form, rtspTransport })} data={RTSP_TRANSPORTS.map((value) => ({ value, label: t(`sources.rtspTransport.${value}`) }))} />
        </>
      )}
      {form.protocol === 'gb28181' && (
        <>
          <div className={styles.pair}>
            <TextInput label={t('sources.deviceId')} description={t('sources.idHint')} value={form.deviceId} maxLength={20} inputMode="numeric" error={wrong.deviceId} onChange={(event) => onChange({ ...form, deviceId: event.currentTarget.value })} />
            <TextInput label={t('sources.channelId')} description={t('sources.idHint')} value={form.channelId} maxLength={20} inputMode="numeric" error={wrong.channelId} onChange={(event) => onChange({ ...form, channelId: event.currentTarget.value })} />
          </div>
          <div className={styles.pair}>
            {password(t('sources.gbPassword'))}
            <Select label={t('sources.transport')} allowDeselect={false} value={form.gbTransport} onChange={(gbTransport) => gbTransport !== null && onChange({ ...form, gbTransport })} data={GB_TRANSPORTS.map((value) => ({ value, label: t(`sources.gbTransport.${value}`) }))} />
          </div>
        </>
      )}
    </>
  );
}
