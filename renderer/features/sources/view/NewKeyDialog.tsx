import { useTranslation } from 'react-i18next';
import type { SourceRecord } from '#protocol/media/sources.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import type { ToldPush } from './PushUrlDialog.tsx';
import { NewestSource } from './SourceQuestions.tsx';
import styles from './Sources.module.css';

type NewKeyDialogProps = { readonly source: SourceRecord; readonly name: string; readonly onClose: () => void; readonly onPush: (push: ToldPush) => void };

export function NewKeyDialog({ source, name, onClose, onPush }: NewKeyDialogProps) {
  const { t } = useTranslation();
  const command = useCommand('source.newKey');
  const expectedVersion = useExpectedVersion(source.version, command);
  const submit = async () => {
    const answer = await command.ask({ sourceId: source.sourceId, expectedVersion });
    if (answer !== null) {
      if (answer.pushUrl !== null) {
        onPush({ name, url: answer.pushUrl, token: null });
      }
      onClose();
    }
  };
  return (
    <CommandDialog title={t('sources.newKeyTitle', { name })} submitLabel={t('sources.newKey')} command={command} onClose={onClose} onSubmit={() => void submit()} newest={<NewestSource source={source} />}>
      <p className={styles.note}>{t('sources.newKeyHint')}</p>
    </CommandDialog>
  );
}
