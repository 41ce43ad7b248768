import { SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#protocol/ipc/calls.ts';
import type { HostContext } from '../../../platform/host.ts';

type GeneralTabProps = { readonly context: HostContext; readonly settings: Settings; readonly streetsWrong: boolean; readonly onChange: (settings: Settings) => void };

export function GeneralTab({ context, settings, streetsWrong, onChange }: GeneralTabProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" fw={500} mb={4}>{t('settings.language')}</Text>
        <SegmentedControl
          size="xs"
          value={settings.locale}
          onChange={(locale) => onChange({ ...settings, locale })}
          data={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]}
        />
      </div>
      <TextInput
        label={t('settings.streets')}
        description={t('settings.streetsHint')}
        error={streetsWrong && t('settings.streetsInvalid')}
        value={settings.streetsUrl ?? ''}
        onChange={(event) => onChange({ ...settings, streetsUrl: event.currentTarget.value.trim() || null })}
        spellCheck={false}
      />
      <Text size="xs" c="dimmed">{t('hall.device')} {context.deviceName} · {t('settings.version', { version: context.appVersion })}</Text>
    </Stack>
  );
}
