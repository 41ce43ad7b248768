import { Tabs } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { HallBoundary, useCapability, useHall } from '../../hall/index.ts';
import { PartnersTab } from '../../partners/index.ts';
import { SourcesTab } from '../../sources/index.ts';
import { createSessionWatch, type SessionWatch } from '../model/createSessionWatch.ts';
import { PeopleTab } from './accounts/PeopleTab.tsx';
import { SessionsTab } from './accounts/SessionsTab.tsx';
import { DevicesTab } from './enrolment/DevicesTab.tsx';
import { UnitsTab } from './enrolment/UnitsTab.tsx';
import styles from './AdminPage.module.css';

type TabName = 'people' | 'units' | 'sources' | 'devices' | 'partners' | 'sessions';

/** Who and what belongs to the hall. Only the tabs that the person may use are there. */
export function AdminPage() {
  const { t } = useTranslation();
  const watch = useSessionWatch(useCapability('people.manage'));
  const may: Record<TabName, boolean> = {
    people: useCapability('people.read'),
    units: useCapability('units.manage'),
    sources: useCapability('units.manage'),
    devices: useCapability('devices.manage'),
    partners: useCapability('devices.manage'),
    sessions: watch !== null,
  };
  const [chosen, setChosen] = useState<TabName | null>(null);
  const offered = (Object.keys(may) as TabName[]).filter((name) => may[name]);
  const tab = chosen !== null && may[chosen] ? chosen : offered[0];
  if (tab === undefined) {
    return <EmptyNote title={t('people.noRights')} hint={t('people.noRightsHint')} />;
  }
  return (
    <Tabs value={tab} onChange={(value) => setChosen(value as TabName | null)} keepMounted={false} className={styles.root} classNames={{ panel: styles.panel ?? '' }}>
      <Tabs.List className={styles.list}>
        {offered.map((name) => <Tabs.Tab key={name} value={name} data-tab={name}>{t(`people.tab.${name}`)}</Tabs.Tab>)}
      </Tabs.List>
      <Tabs.Panel value="people"><HallBoundary name="people"><PeopleTab watch={watch} /></HallBoundary></Tabs.Panel>
      <Tabs.Panel value="units"><HallBoundary name="units"><UnitsTab /></HallBoundary></Tabs.Panel>
      <Tabs.Panel value="sources"><HallBoundary name="sources"><SourcesTab /></HallBoundary></Tabs.Panel>
      <Tabs.Panel value="devices"><HallBoundary name="devices"><DevicesTab /></HallBoundary></Tabs.Panel>
      <Tabs.Panel value="partners"><HallBoundary name="partners"><PartnersTab /></HallBoundary></Tabs.Panel>
      <Tabs.Panel value="sessions"><HallBoundary name="sessions">{watch !== null && <SessionsTab watch={watch} />}</HallBoundary></Tabs.Panel>
    </Tabs>
  );
}

/** Runs while the page is open; null where the person may not ask. */
function useSessionWatch(allowed: boolean): SessionWatch | null {
  const { link } = useHall();
  const watch = useMemo(() => (allowed ? createSessionWatch({ link }) : null), [allowed, link]);
  useEffect(() => watch?.start(), [watch]);
  return watch;
}
