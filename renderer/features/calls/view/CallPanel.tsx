import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallId } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { ListPanel } from '../../../ui/panel/ListPanel.tsx';
import { ActionButton } from '../../command/index.ts';
import { useHallState } from '../../hall/index.ts';
import { callRows } from '../model/callStage.ts';
import { CallCard } from './CallCard.tsx';
import { TakeDialog } from './dialogs/TakeDialog.tsx';

/** The hotline's calls, what is due first at the top. */
export function CallPanel() {
  const { t } = useTranslation();
  const calls = useHallState((state) => state.log.calls);
  const synced = useHallState((state) => state.synced);
  const rows = useMemo(() => callRows(calls.values()), [calls]);
  const [opened, setOpened] = useState<CallId | null>(null);
  const [taking, setTaking] = useState(false);
  return (
    <ListPanel
      role="call-panel"
      fresh={synced}
      tools={<ActionButton size="compact-xs" variant="filled" onClick={() => setTaking(true)} data-action="call.take">{t('calls.action.take')}</ActionButton>}
    >
      {rows.length === 0 ? <EmptyNote title={t('calls.none')} hint={t('calls.noneHint')} /> : rows.map((call) => (
        <CallCard key={call.callId} call={call} opened={call.callId === opened} onToggle={() => setOpened(call.callId === opened ? null : call.callId)} />
      ))}
      {taking && <TakeDialog onClose={() => setTaking(false)} onTaken={(call) => setOpened(call.callId)} />}
    </ListPanel>
  );
}
