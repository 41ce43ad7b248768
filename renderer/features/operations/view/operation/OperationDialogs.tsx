import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rankOf } from '#domain/operations/operationStates.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { useHallState } from '../../../hall/index.ts';
import type { Forward } from '../../model/operationActions.ts';
import styles from '../Operations.module.css';

const MIN_WORDS = 2;

/** What the operation is now, after someone else changed it. */
export function NewestOperation({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  return <NoticeLine tone="waiting">{t('operations.newest', { state: t(`operations.state.${operation.state}`), name: operation.stages.at(-1)?.name ?? '' })}</NoticeLine>;
}

/** Ends an operation, with what came of it or why not. */
export function EndDialog({ action, operation, onClose }: { action: 'conclude' | 'callOff'; operation: Operation; onClose: () => void }) {
  const { t } = useTranslation();
  const conclude = useCommand('operation.conclude');
  const callOff = useCommand('operation.callOff');
  const command = { conclude, callOff }[action];
  const expectedVersion = useExpectedVersion(operation.version, command);
  const begun = useHallState((state) => state.log.steps.count((step) => step.operationId === operation.operationId && step.state === 'begun'));
  const planned = useHallState((state) => state.log.steps.count((step) => step.operationId === operation.operationId && step.state === 'planned'));
  const open = action === 'conclude' ? begun + planned : begun;
  const [words, setWords] = useState('');
  const submit = async () => {
    const same = { operationId: operation.operationId, expectedVersion };
    const said = words.trim();
    if ((await (action === 'conclude' ? conclude.ask({ ...same, conclusion: said }) : callOff.ask({ ...same, reason: said }))) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t(`operations.${action}Title`, { title: operation.title })} submitLabel={t(`operations.action.${action}`)} command={command} ready={words.trim().length >= MIN_WORDS} onClose={onClose} onSubmit={() => void submit()} newest={<NewestOperation operation={operation} />}>
      {open > 0 && <p className={styles.warning}>{t('operations.stepsOpenHint', { count: open })}</p>}
      {action === 'callOff' && planned > 0 && begun === 0 && <p className={styles.hint}>{t('operations.givenUpHint', { count: planned })}</p>}
      <Textarea size="xs" label={t(action === 'conclude' ? 'operations.conclusion' : 'operations.reason')} value={words} maxLength={action === 'conclude' ? 1_000 : 200} autosize minRows={3} data-autofocus onChange={(event) => setWords(event.currentTarget.value)} />
    </CommandDialog>
  );
}

/** To a state that is not simply the next one: on over several, or back, which needs a reason. */
export function GoToDialog({ to, operation, onClose }: { to: Forward; operation: Operation; onClose: () => void }) {
  const { t } = useTranslation();
  const advance = useCommand('operation.advance');
  const expectedVersion = useExpectedVersion(operation.version, advance);
  const [reason, setReason] = useState('');
  const back = rankOf(to) < rankOf(operation.state);
  const said = reason.trim();
  const submit = async () => {
    if ((await advance.ask({ operationId: operation.operationId, expectedVersion, to, reason: said === '' ? null : said })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('operations.goToTitle', { state: t(`operations.state.${to}`) })} submitLabel={t(`operations.goTo.${to}`)} command={advance} focusSubmit={!back} ready={!back || said.length >= MIN_WORDS} onClose={onClose} onSubmit={() => void submit()} newest={<NewestOperation operation={operation} />}>
      <TextInput size="xs" label={t(back ? 'operations.reasonBack' : 'operations.reasonOptional')} value={reason} maxLength={200} {...(back && { 'data-autofocus': true })} onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}

/** Somebody who is not in the plan says that they are there. */
export function CheckInDialog({ team, operation, onClose }: { team: Operation['teams'][number]; operation: Operation; onClose: () => void }) {
  const { t } = useTranslation();
  const checkIn = useCommand('operation.checkIn');
  const [name, setName] = useState('');
  const submit = async () => {
    if ((await checkIn.ask({ operationId: operation.operationId, team: team.team, name: name.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('operations.checkInTitle', { team: team.name })} submitLabel={t('operations.action.checkIn')} command={checkIn} ready={name.trim() !== ''} onClose={onClose} onSubmit={() => void submit()}>
      <TextInput size="xs" label={t('operations.memberName')} value={name} maxLength={32} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
    </CommandDialog>
  );
}
