import { Textarea, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { RecorderGap, Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { CommandDialog, useCommand } from '../../../../command/index.ts';
import { useHall, useLocale } from '../../../../hall/index.ts';
import { pictureTray } from '../../../../journal/index.ts';
import { sentFiles, TrayField } from '../../../../upload/index.ts';
import { rowName } from '../../../../stepMark/index.ts';

const MIN_WORDS = 2;

/** Somebody was told, or the measure was renewed: what meets or moves a clock. */
export function NoticeDialog({ step, notice, onClose }: { step: Step; notice: StepTemplate['notices'][number]; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const giveNotice = useCommand('step.giveNotice');
  const [text, setText] = useState('');
  const submit = async () => {
    if ((await giveNotice.ask({ stepId: step.stepId, notice: notice.id, text: text.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('steps.noticeTitle', { notice: rowName(notice, locale) })} submitLabel={t('steps.action.giveNotice')} command={giveNotice} ready={text.trim().length >= MIN_WORDS} onClose={onClose} onSubmit={() => void submit()}>
      <Textarea size="xs" label={t('steps.noticeText')} description={t('steps.noticeHint')} value={text} maxLength={500} autosize minRows={2} data-autofocus onChange={(event) => setText(event.currentTarget.value)} />
    </CommandDialog>
  );
}

/** An item of the checklist that is more than a tick: a picture, or who signed. */
export function ItemDialog({ step, item, onClose }: { step: Step; item: StepTemplate['checklist'][number]; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const doItem = useCommand('step.doItem');
  const tray = useMemo(() => pictureTray({ link, operationId: step.operationId, most: 1 }), [link, step.operationId]);
  useEffect(() => tray.clear, [tray]);
  const { files } = useStore(tray.state);
  const [text, setText] = useState('');
  const ids = sentFiles(files)?.map(({ fileId }) => fileId) ?? null;
  const pictureId = ids?.[0] ?? null;
  const isThere = item.kind === 'picture' ? pictureId !== null : pictureId !== null || text.trim() !== '';
  const submit = async () => {
    if ((await doItem.ask({ stepId: step.stepId, item: item.id, text: text.trim(), pictureId })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={rowName(item, locale)} submitLabel={t(`steps.item.${item.kind}`)} command={doItem} ready={ids !== null && isThere} onClose={onClose} onSubmit={() => void submit()}>
      <TrayField tray={tray} label={t('journal.addPicture')} wrongType={t('journal.picture.type')} />
      <TextInput size="xs" label={t(item.kind === 'signature' ? 'steps.signers' : 'steps.itemText')} value={text} maxLength={500} {...(item.kind === 'signature' && { 'data-autofocus': true })} onChange={(event) => setText(event.currentTarget.value)} />
    </CommandDialog>
  );
}

/** Why fewer recorders ran than were needed. */
export function ExplainDialog({ step, gap, onClose }: { step: Step; gap: RecorderGap; onClose: () => void }) {
  const { t } = useTranslation();
  const explain = useCommand('step.explainGap');
  const [text, setText] = useState('');
  const submit = async () => {
    if ((await explain.ask({ stepId: step.stepId, fromAt: gap.fromAt, text: text.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('steps.explainTitle')} submitLabel={t('steps.action.explainGap')} command={explain} ready={text.trim().length >= MIN_WORDS} onClose={onClose} onSubmit={() => void submit()}>
      <Textarea size="xs" label={t('steps.explanation')} value={text} maxLength={500} autosize minRows={2} data-autofocus onChange={(event) => setText(event.currentTarget.value)} />
    </CommandDialog>
  );
}
