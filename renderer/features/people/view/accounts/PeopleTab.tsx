import { Button, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { ROLES, type Role } from '#protocol/roles.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../../ui/EmptyNote.tsx';
import { PlusIcon, SearchIcon } from '../../../../ui/icons.tsx';
import { Workbench } from '../../../../ui/page/Workbench.tsx';
import { ActionButton } from '../../../command/index.ts';
import { CourtSelect } from '../../../courts/index.ts';
import { useCapability, useHallState, useLinkState, useSession } from '../../../hall/index.ts';
import type { SessionWatch, SessionWatchState } from '../../model/createSessionWatch.ts';
import { matchPeople, PERSON_STATES, personRows, type PersonQuery } from '../../model/personRows.ts';
import { OneTimePassword, type IssuedPassword } from './OneTimePassword.tsx';
import { PersonDetail } from './PersonDetail.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { PersonTable } from './PersonTable.tsx';
import styles from '../AdminPage.module.css';

const ALL: PersonQuery = { text: '', courtCode: null, role: null, state: 'any' };
const nobodyAsks = createStore<SessionWatchState | null>(() => null);

/** The accounts of the courts that the person sees. */
export function PeopleTab({ watch }: { watch: SessionWatch | null }) {
  const { t } = useTranslation();
  const session = useSession();
  const log = useHallState((state) => state.log);
  const synced = useHallState((state) => state.synced);
  const signIns = useStore(watch?.state ?? nobodyAsks);
  const mayManage = useCapability('people.manage');
  const [query, setQuery] = useState(ALL);
  const [selected, setSelected] = useState<UserId | null>(null);
  const [creating, setCreating] = useState(false);
  const [issued, setIssued] = useState<IssuedPassword | null>(null);

  const rows = useMemo(() => personRows(log, signIns), [log, signIns]);
  const shown = useMemo(() => matchPeople(rows, query), [rows, query]);
  const chosen = rows.find((row) => row.user.userId === selected);
  const states = PERSON_STATES.filter((state) => watch !== null || (state !== 'signedIn' && state !== 'locked'));

  return (
    <>
      <Workbench
        fresh={synced}
        tools={
          <>
            <TextInput
              w={220}
              value={query.text}
              onChange={(event) => setQuery({ ...query, text: event.currentTarget.value })}
              onKeyDown={(event) => event.key === 'Escape' && setQuery({ ...query, text: '' })}
              placeholder={t('people.search')}
              aria-label={t('people.search')}
              leftSection={<SearchIcon size={14} />}
            />
            <CourtSelect courts={log.courts.values()} viewerCourt={session.court.courtCode} value={query.courtCode} onChange={(courtCode) => setQuery({ ...query, courtCode })} />
            <Select
              w={150}
              clearable
              searchable
              placeholder={t('people.anyRole')}
              aria-label={t('people.anyRole')}
              value={query.role}
              onChange={(role: Role | null) => setQuery({ ...query, role })}
              data={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
            />
            <Select
              w={120}
              allowDeselect={false}
              aria-label={t('people.stateTitle')}
              value={query.state}
              onChange={(state) => state !== null && setQuery({ ...query, state })}
              data={states.map((value) => ({ value, label: t(`people.stateFilter.${value}`) }))}
            />
            <span className={styles.count}>{t('people.count', { shown: shown.length, total: rows.length })}</span>
            {mayManage && (
              <ActionButton leftSection={<PlusIcon size={13} />} onClick={() => setCreating(true)} data-action="user.create">{t('people.create')}</ActionButton>
            )}
          </>
        }
        side={chosen === undefined ? <EmptyNote title={t('people.chooseHint')} /> : <PersonDetail key={chosen.user.userId} row={chosen} onIssued={setIssued} onDone={() => watch?.refresh()} />}
      >
        <PersonTable rows={shown} withSignIns={watch !== null} selected={selected} onSelect={setSelected} empty={<NoPeople any={rows.length > 0} onClear={() => setQuery(ALL)} />} />
      </Workbench>
      {creating && (
        <PersonDialog
          user={null}
          onClose={() => setCreating(false)}
          onCreated={(user, password) => {
            setSelected(user.userId);
            setIssued({ name: user.name, username: user.username, password });
          }}
        />
      )}
      {issued !== null && <OneTimePassword issued={issued} onClose={() => setIssued(null)} />}
    </>
  );
}

function NoPeople({ any, onClear }: { any: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  const known = useHallState((state) => state.position !== null);
  const away = useLinkState((state) => state.phase === 'offline' || state.phase === 'refused');
  if (!known) {
    return away ? <EmptyNote title={t('units.notConnected')} hint={t('people.notConnectedHint')} /> : <EmptyNote title={t('hall.loading')} />;
  }
  if (!any) {
    return <EmptyNote title={t('people.empty')} hint={t('people.emptyHint')} />;
  }
  return <EmptyNote title={t('people.noMatch')}><Button variant="default" onClick={onClear}>{t('people.clearFilters')}</Button></EmptyNote>;
}
