import { Button, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { SignedIn } from '#protocol/nouns/people.ts';
import { courtName } from '#domain/courts/courtName.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../../ui/EmptyNote.tsx';
import { RefreshIcon, SearchIcon } from '../../../../ui/icons.tsx';
import { MiddleEllipsis } from '../../../../ui/MiddleEllipsis.tsx';
import { Detail, Facts } from '../../../../ui/page/Detail.tsx';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { StateMark } from '../../../../ui/page/StateMark.tsx';
import { Workbench } from '../../../../ui/page/Workbench.tsx';
import { DataTable, type Column } from '../../../../ui/table/DataTable.tsx';
import { ActionButton, CommandDialog, useCommand } from '../../../command/index.ts';
import { useHall, useHallState, useLinkState, useLocale, useSession } from '../../../hall/index.ts';
import type { SessionWatch } from '../../model/createSessionWatch.ts';
import { sessionRows, type SessionRow } from '../../model/sessionRows.ts';
import styles from '../AdminPage.module.css';

/** Who is signed in, and from where. */
export function SessionsTab({ watch }: { watch: SessionWatch }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const { sessions, readAt, busy, problem } = useStore(watch.state);
  const online = useLinkState((state) => state.phase === 'online');
  const users = useHallState((state) => state.log.users);
  const courts = useHallState((state) => state.log.courts);
  const [text, setText] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const rows = useMemo(() => sessionRows(sessions, users, (courtCode) => courtName(courts, courtCode), text), [sessions, users, courts, text]);
  const chosen = rows.find((row) => row.session.tokenId === selected);
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  const columns: Column<SessionRow>[] = [
    { key: 'name', title: t('people.name'), track: 'minmax(6em, 1fr)', sortBy: (row) => row.name, render: (row) => row.name },
    { key: 'court', title: t('people.court'), track: 'minmax(10em, 1.6fr)', sortBy: (row) => row.courtName, render: (row) => <MiddleEllipsis text={row.courtName} /> },
    { key: 'client', title: t('people.client'), track: 'minmax(8em, 1.2fr)', sortBy: (row) => row.session.clientName, render: (row) => row.session.clientName },
    { key: 'address', title: t('people.address'), track: 'minmax(8em, 1fr)', sortBy: (row) => row.session.remoteAddress, render: (row) => row.session.remoteAddress },
    { key: 'since', title: t('people.signedInAt'), track: 'minmax(9em, 1fr)', sortBy: (row) => row.session.signedInAt, render: (row) => moment(row.session.signedInAt) },
    { key: 'expires', title: t('people.expiresAt'), track: 'minmax(9em, 1fr)', sortBy: (row) => row.session.expiresAt, render: (row) => moment(row.session.expiresAt) },
    { key: 'connections', title: t('people.connectionsTitle'), track: '92px', sortBy: (row) => row.session.connections, render: (row) => <Connections session={row.session} /> },
  ];
  return (
    <Workbench
      fresh={online && problem === null}
      tools={
        <>
          <TextInput w={240} value={text} onChange={(event) => setText(event.currentTarget.value)} placeholder={t('people.searchSessions')} aria-label={t('people.searchSessions')} leftSection={<SearchIcon size={14} />} />
          <span className={styles.count}>{readAt === null ? '' : t('people.sessionsAsOf', { count: rows.length, time: moment(readAt) })}</span>
          <Button variant="default" leftSection={<RefreshIcon size={13} />} loading={busy} disabled={!online} onClick={watch.refresh}>{t('people.refresh')}</Button>
        </>
      }
      notice={problem !== null && <NoticeLine tone="lost">{errorSentence(t, problem)}</NoticeLine>}
      side={chosen === undefined ? <EmptyNote title={t('people.chooseSession')} /> : <SessionDetail key={chosen.session.tokenId} row={chosen} moment={moment} onDone={watch.refresh} />}
    >
      <DataTable
        label={t('people.tab.sessions')}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.session.tokenId}
        selected={selected}
        onSelect={setSelected}
        toneOf={(row) => (row.session.connections === 0 ? 'faint' : undefined)}
        empty={<EmptyNote title={readAt === null ? t(online ? 'hall.loading' : 'units.notConnected') : t(text.trim() === '' ? 'people.noSessions' : 'people.noMatch')} />}
        minWidthPx={860}
      />
    </Workbench>
  );
}

function Connections({ session }: { session: SignedIn }) {
  const { t } = useTranslation();
  return session.connections > 0 ? <StateMark tone="live" text={t('people.connections', { count: session.connections })} /> : <StateMark tone="faint" text={t('people.notConnected')} />;
}

function SessionDetail({ row, moment, onDone }: { row: SessionRow; moment: (at: number) => string; onDone: () => void }) {
  const { t } = useTranslation();
  const me = useSession().person?.userId;
  const [ending, setEnding] = useState(false);
  const { session } = row;
  return (
    <>
      <Detail
        title={row.name}
        badge={<Connections session={session} />}
        actions={<ActionButton onClick={() => setEnding(true)} data-action="user.endSession">{t('people.endSession')}</ActionButton>}
      >
        <Facts
          facts={[
            { label: t('people.username'), value: row.username },
            { label: t('people.court'), value: row.courtName },
            { label: t('people.client'), value: session.clientName },
            { label: t('people.address'), value: session.remoteAddress },
            { label: t('people.signedInAt'), value: moment(session.signedInAt) },
            { label: t('people.expiresAt'), value: moment(session.expiresAt) },
          ]}
        />
        {session.userId === me && <p className={styles.note}>{t('people.ownSession')}</p>}
      </Detail>
      {ending && <EndDialog row={row} onClose={() => setEnding(false)} onDone={onDone} />}
    </>
  );
}

function EndDialog({ row, onClose, onDone }: { row: SessionRow; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const end = useCommand('user.endSession');
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await end.ask({ tokenId: row.session.tokenId, reason: reason.trim() })) !== null) {
      onDone();
      onClose();
    }
  };
  return (
    <CommandDialog title={t('people.endTitle', { name: row.name, client: row.session.clientName })} submitLabel={t('people.endSession')} command={end} ready={reason.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.note}>{t('people.endHint')}</p>
      <Textarea size="xs" label={t('people.reason')} description={t('people.reasonHint')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
