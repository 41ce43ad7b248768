import { Checkbox, Slider, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CAPABILITIES_OF_ROLE } from '#domain/access/roles.ts';
import { COUNTERSIGN } from '#domain/tasks/signing/canonicalTask.ts';
import { userId as userIdOf } from '#protocol/nouns/ids.ts';
import { CommandDialog } from '../../../command/index.ts';
import { useHallState, useSession } from '../../../hall/index.ts';
import { useSign } from '../../../signing/index.ts';
import type { BesideAction } from '../../model/besideActions.ts';
import { DocumentsDialog } from './DocumentsDialog.tsx';
import { useBeside, type BesideProps } from './useBeside.tsx';
import styles from './Steps.module.css';

const DIALOGS: Record<BesideAction, (props: BesideProps) => React.ReactNode> = { talk: TalkDialog, urge: UrgeDialog, progress: ProgressDialog, addDocuments: DocumentsDialog, askCountersign: AskCountersignDialog, countersign: CountersignDialog };

/** The question before something that goes beside the steps. */
export function BesideDialog({ action, ...props }: BesideProps & { readonly action: BesideAction }) {
  const Dialog = DIALOGS[action];
  return <Dialog {...props} />;
}

function WordsField({ label, value, onChange, first = true }: { label: string; value: string; onChange: (words: string) => void; first?: boolean }) {
  return <Textarea label={label} value={value} autosize minRows={3} maxRows={8} maxLength={1_000} data-autofocus={first ? true : undefined} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function TalkDialog(props: BesideProps) {
  const { t } = useTranslation();
  const { command, named, newest, ask } = useBeside('task.talk', props);
  const [withName, setWithName] = useState('');
  const [words, setWords] = useState('');
  return (
    <CommandDialog title={t('dossier.action.talk')} submitLabel={t('dossier.talk.note')} command={command} newest={newest} ready={withName.trim() !== '' && words.trim().length >= 2} onClose={props.onClose} onSubmit={() => void ask({ ...named, withName: withName.trim(), words: words.trim() })}>
      <TextInput label={t('dossier.talk.with')} value={withName} maxLength={40} data-autofocus onChange={(event) => setWithName(event.currentTarget.value)} />
      <WordsField label={t('dossier.talk.words')} value={words} onChange={setWords} first={false} />
    </CommandDialog>
  );
}

function UrgeDialog(props: BesideProps) {
  const { t } = useTranslation();
  const { command, named, newest, ask } = useBeside('task.urge', props);
  const [words, setWords] = useState('');
  return (
    <CommandDialog title={t('dossier.action.urge')} submitLabel={t('dossier.action.urge')} command={command} newest={newest} ready={words.trim().length >= 2} onClose={props.onClose} onSubmit={() => void ask({ ...named, words: words.trim() })}>
      <p className={styles.about}>{t('dossier.urgeHint')}</p>
      <WordsField label={t('dossier.urgeWords')} value={words} onChange={setWords} />
    </CommandDialog>
  );
}

function ProgressDialog(props: BesideProps) {
  const { t } = useTranslation();
  const { command, named, newest, ask } = useBeside('task.progress', props);
  const [percent, setPercent] = useState(props.task.progress);
  const [words, setWords] = useState('');
  return (
    <CommandDialog title={t('dossier.action.progress')} submitLabel={t('dossier.action.progress')} command={command} newest={newest} ready={words.trim().length >= 2} onClose={props.onClose} onSubmit={() => void ask({ ...named, percent, words: words.trim() })}>
      <Slider label={(value) => `${value}%`} step={5} value={percent} onChange={setPercent} aria-label={t('dossier.progress')} marks={[0, 25, 50, 75, 100].map((value) => ({ value, label: `${value}%` }))} mb={24} />
      <WordsField label={t('dossier.progressWords')} value={words} onChange={setWords} />
    </CommandDialog>
  );
}

function AskCountersignDialog(props: BesideProps) {
  const { t } = useTranslation();
  const { court, person } = useSession();
  const { command, named, newest, ask } = useBeside('task.askCountersign', props);
  const users = useHallState((state) => state.log.users);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [words, setWords] = useState('');
  const asked = props.task.countersigns;
  const colleagues = useMemo(
    () => [...users.values()].filter((user) => user.state === 'active' && user.courtCode === court.courtCode && user.userId !== person?.userId && user.roles.some((role) => CAPABILITIES_OF_ROLE[role].includes('tasks.approve')) && !asked.some(({ userId, answeredAt }) => userId === user.userId && answeredAt === null)),
    [users, court, person, asked],
  );
  return (
    <CommandDialog title={t('dossier.action.askCountersign')} submitLabel={t('dossier.action.askCountersign')} command={command} newest={newest} ready={chosen.length > 0} onClose={props.onClose} onSubmit={() => void ask({ ...named, userIds: chosen.map((id) => userIdOf.parse(id)), words: words.trim().length < 2 ? null : words.trim() })}>
      <p className={styles.about}>{t('dossier.countersign.hint')}</p>
      {colleagues.length === 0 ? <p className={styles.grave}>{t('dossier.countersign.nobody')}</p> : (
        <Checkbox.Group value={[...chosen]} onChange={setChosen}>
          {colleagues.map(({ userId, name, roles }) => <Checkbox key={userId} value={userId} className={styles.check} label={`${name}（${roles.map((role) => t(`roles.${role}`)).join('、')}）`} />)}
        </Checkbox.Group>
      )}
      <WordsField label={t('dossier.opinion')} value={words} onChange={setWords} first={false} />
    </CommandDialog>
  );
}

function CountersignDialog(props: BesideProps) {
  const { t } = useTranslation();
  const { task, book } = props;
  const { command, named, newest, ask } = useBeside('task.countersign', props);
  const sign = useSign();
  const [words, setWords] = useState('');
  const isSigned = book.flow.steps.some(({ kind, from, signature }) => kind === 'approve' && signature && from.includes(task.state));
  const answer = async (agrees: boolean) => {
    const said = words.trim().length < 2 ? null : words.trim();
    const signature = isSigned ? await sign({ task, step: COUNTERSIGN, words: said, count: agrees ? 1 : 0 }) : null;
    if (isSigned && signature === null) return;
    await ask({ ...named, agrees, words: said, signature });
  };
  const [agrees, setAgrees] = useState(true);
  return (
    <CommandDialog title={t('dossier.action.countersign')} submitLabel={t(agrees ? 'dossier.countersign.agree' : 'dossier.countersign.refuse')} command={command} newest={newest} ready={agrees || words.trim().length >= 2} onClose={props.onClose} onSubmit={() => void answer(agrees)}>
      <p className={styles.about}><strong>{task.title}</strong></p>
      <Checkbox className={styles.check} checked={agrees} label={t('dossier.countersign.iAgree')} onChange={(event) => setAgrees(event.currentTarget.checked)} />
      <WordsField label={t(agrees ? 'dossier.opinion' : 'dossier.reason')} value={words} onChange={setWords} />
    </CommandDialog>
  );
}
