import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../ui/form/FormDialog.tsx';
import { useConsoleDesk } from '../desk/consoleDesk.ts';
import { MAX_LAYOUT_NAME_LENGTH, MAX_SAVED_LAYOUTS } from './layoutBook.ts';

/** Gives the arrangement on screen a name; one of the same name is replaced. */
export function SaveLayoutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { layouts, dock } = useConsoleDesk();
  const [name, setName] = useState('');
  const [full, setFull] = useState(false);
  const submit = () => {
    const layout = dock.current?.layout();
    if (layout === undefined) {
      onClose();
    } else if (layouts.saveAs(name.trim(), layout)) {
      onClose();
    } else {
      setFull(true);
    }
  };
  return (
    <FormDialog
      title={t('desk.saveTitle')}
      closeLabel={t('hall.close')}
      cancelLabel={t('hall.cancel')}
      submitLabel={t('hall.save')}
      busy={false}
      problem={full ? t('desk.saveFull', { count: MAX_SAVED_LAYOUTS }) : null}
      blocked={null}
      ready={name.trim() !== ''}
      size={380}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput data-autofocus data-field="layoutName" label={t('desk.layoutName')} description={t('desk.layoutNameHint')} maxLength={MAX_LAYOUT_NAME_LENGTH} value={name} onChange={(event) => setName(event.currentTarget.value)} />
    </FormDialog>
  );
}
