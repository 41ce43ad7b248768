import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Host, HostContext } from '../../../platform/host.ts';
import { HallMark } from '../../../ui/HallMark.tsx';
import { FirstForm } from './FirstForm.tsx';
import styles from './FirstStart.module.css';

/** The whole window of a machine that has no hall yet. */
export function FirstStart({ host, context }: { host: Host; context: HostContext }) {
  const { t } = useTranslation();
  const steps = [
    { title: t('settings.firstStep1'), hint: t('settings.firstStep1Hint') },
    { title: t('settings.firstStep2'), hint: t('settings.firstStep2Hint') },
    { title: t('settings.firstStep3'), hint: t('settings.firstStep3Hint') },
  ];
  return (
    <main className={styles.page} data-page="firstStart">
      <section className={styles.lead}>
        <HallMark className={styles.mark} />
        <h1>{t('hall.productName')}</h1>
        <p>{t('settings.firstLead')}</p>
        <ol>
          {steps.map((step) => (
            <li key={step.title}>
              <strong>{step.title}</strong>
              <span>{step.hint}</span>
            </li>
          ))}
        </ol>
      </section>
      <section className={styles.form}>
        <div className={styles.formHead}>
          <h2>{t('settings.firstTitle')}</h2>
          {host.desk !== null && <LanguageChoice host={host} context={context} />}
        </div>
        {host.desk === null ? <p>{t('settings.browserOnly')}</p> : <FirstForm host={host} desk={host.desk} context={context} />}
        <p className={styles.version}>{t('hall.device')} {context.deviceName} · {t('settings.version', { version: context.appVersion })}</p>
      </section>
    </main>
  );
}

/** The words of a page that stands before any settings dialog; kept at once. */
export function LanguageChoice({ host, context }: { host: Host; context: HostContext }) {
  const choose = async (locale: HostContext['locale']) => {
    try {
      const settings = await host.desk?.settings();
      await (settings && host.desk?.saveSettings({ ...settings, locale }));
    } catch (error) {
      host.log('error', `the language was not saved: ${String(error)}`);
    }
  };
  return (
    <SegmentedControl
      size="xs"
      value={context.locale}
      onChange={(locale) => void choose(locale)}
      data={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]}
    />
  );
}
