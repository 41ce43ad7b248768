import { Button, Modal } from '@mantine/core';
import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import styles from './FormDialog.module.css';

export type FormDialogProps = {
  readonly title: string;
  readonly closeLabel: string;
  readonly cancelLabel: string;
  readonly submitLabel: string;
  readonly busy: boolean;
  /** What went wrong with the last attempt. */
  readonly problem: string | null;
  /** Why nothing can be submitted now, whatever is filled in. */
  readonly blocked: string | null;
  /** False while the form is not complete. */
  readonly ready?: boolean;
  readonly size?: number;
  /** For questions without fields: the keyboard begins at the answer. */
  readonly focusSubmit?: boolean;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
};

/** A question with its answer's progress and failure, answered by its button or by Ctrl+Enter. While it is being asked it stays open. */
export function FormDialog(props: FormDialogProps) {
  const { busy, blocked, ready = true, onClose } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog opened from another one is its child in React's tree, though not on the page.
    event.stopPropagation();
    if (!busy && blocked === null && ready) {
      props.onSubmit();
    }
  };
  // Where the answer is several lines long, Enter is a line of it.
  const submitByKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault();
      event.stopPropagation();
      event.currentTarget.requestSubmit();
    }
  };
  return (
    <Modal
      opened
      onClose={busy ? () => undefined : onClose}
      title={props.title}
      size={props.size ?? 480}
      centered
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': props.closeLabel }}
    >
      <form className={styles.form} onSubmit={submit} onKeyDown={submitByKey} noValidate>
        {props.children}
        {props.problem !== null && blocked === null && <p className={styles.problem} role="alert">{props.problem}</p>}
        {blocked !== null && <p className={styles.problem} role="status">{blocked}</p>}
        <div className={styles.actions}>
          <Button variant="default" disabled={busy} onClick={onClose}>{props.cancelLabel}</Button>
          <Button type="submit" aria-keyshortcuts="Control+Enter" loading={busy} disabled={blocked !== null || !ready} data-autofocus={props.focusSubmit === true ? true : undefined}>{props.submitLabel}</Button>
        </div>
      </form>
    </Modal>
  );
}
