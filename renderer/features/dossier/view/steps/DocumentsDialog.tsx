import { Select } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import { CommandDialog } from '../../../command/index.ts';
import { documentIntake } from '../../../documents/index.ts';
import { useHall } from '../../../hall/index.ts';
import { createTray, sentFiles, TrayField } from '../../../upload/index.ts';
import { paperShelf } from '../../model/paperShelf.ts';
import { useBeside, type BesideProps } from './useBeside.tsx';

const MOST = 10;

/** Papers are put one kind at a time; one that is there may be replaced, and stays behind the one that took its place. */
export function DocumentsDialog(props: BesideProps) {
  const { t } = useTranslation();
  const { task, book } = props;
  const { link } = useHall();
  const { command, named, newest, ask } = useBeside('task.addDocuments', props);
  const [paperId, setPaperId] = useState<string | null>(null);
  const [replaces, setReplaces] = useState<string | null>(null);
  const most = replaces === null ? MOST : 1;
  const tray = useMemo(() => createTray({ link, intake: documentIntake(link), most }), [link, most]);
  useEffect(() => tray.clear, [tray]);
  const sent = sentFiles(useStore(tray.state).files);
  const latest = paperShelf(task.documents, []).latest.map(({ document }) => document);
  const submit = () => ask({
    ...named,
    documents: (sent ?? []).flatMap(({ fileId, name, mimeType, totalBytes }) => {
      const type = DOCUMENT_TYPES.find((candidate) => candidate === mimeType);
      return type === undefined ? [] : [{ documentId: fileId, name: name.slice(0, 120), mimeType: type, totalBytes, paperId, replaces }];
    }),
  });
  return (
    <CommandDialog title={t('dossier.action.addDocuments')} submitLabel={t('dossier.addPapersSubmit')} command={command} newest={newest} ready={sent !== null && sent.length > 0} onClose={props.onClose} onSubmit={() => void submit()}>
      <Select label={t('dossier.paperKind')} searchable clearable value={paperId} onChange={setPaperId} data={book.book.papers.map(({ id, name }) => ({ value: id, label: name }))} comboboxProps={{ transitionProps: { duration: 0 } }} />
      {latest.length > 0 && (
        <Select
          label={t('dossier.replaces')}
          clearable
          value={replaces}
          onChange={(chosen) => {
            setReplaces(chosen);
            setPaperId(latest.find(({ documentId }) => documentId === chosen)?.paperId ?? paperId);
          }}
          data={latest.map(({ documentId, name }) => ({ value: documentId, label: name }))}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
      )}
      <TrayField tray={tray} label={t('dossier.addPaper')} wrongType={t('dossier.wrongType')} />
    </CommandDialog>
  );
}
