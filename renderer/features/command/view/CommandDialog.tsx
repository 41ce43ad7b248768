import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '#protocol/errors.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { FormDialog } from '../../../ui/form/FormDialog.tsx';
import type { CommandState } from '../model/createCommand.ts';
import { useBlocked } from './useBlocked.ts';

export type CommandDialogProps = {
  readonly title: string;
  readonly submitLabel: string;
  readonly command: CommandState;
  readonly ready?: boolean;
  readonly size?: number;
  readonly focusSubmit?: boolean;
  /** What the object is now, drawn once someone else turned out to have changed it. */
  readonly newest?: ReactNode;
  /** Other words for a refusal that means something of its own here. */
  readonly sentences?: Partial<Record<ErrorCode, string>>;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
};

/** The question before a command, with what came of asking it. */
export function CommandDialog(props: CommandDialogProps) {
  const { t } = useTranslation();
  const blocked = useBlocked();
  const { busy, problem } = props.command;
  return (
    <FormDialog
      title={props.title}
      submitLabel={problem?.code === 'conflict' && Boolean(props.newest) ? t('command.again') : props.submitLabel}
      cancelLabel={t('hall.cancel')}
      closeLabel={t('hall.close')}
      busy={busy}
      problem={problem === null ? null : (props.sentences?.[problem.code] ?? errorSentence(t, problem))}
      blocked={blocked}
      ready={props.ready ?? true}
      size={props.size ?? 480}
      focusSubmit={props.focusSubmit ?? false}
      onClose={props.onClose}
      onSubmit={props.onSubmit}
    >
      {problem?.code === 'conflict' && props.newest}
      {props.children}
    </FormDialog>
  );
}
