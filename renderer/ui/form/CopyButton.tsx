import { Button } from '@mantine/core';
import { useState, type MouseEvent } from 'react';

export type CopyButtonProps = { readonly text: string; readonly label: string; readonly doneLabel: string; readonly failedLabel: string };

/** Copies a text and says whether it did. */
export function CopyButton({ text, label, doneLabel, failedLabel }: CopyButtonProps) {
  const [done, setDone] = useState<boolean | null>(null);
  const copy = (event: MouseEvent) => {
    const page = event.currentTarget.ownerDocument;
    const clipboard = page.defaultView?.navigator.clipboard;
    // The app's windows have no permission for the clipboard interface; the older way needs none.
    (clipboard === undefined ? Promise.reject(new Error('no clipboard')) : clipboard.writeText(text)).then(
      () => setDone(true),
      () => setDone(copyBySelection(page, text)),
    );
  };
  return <Button variant="default" onClick={copy} aria-live="polite">{done === null ? label : done ? doneLabel : failedLabel}</Button>;
}

function copyBySelection(page: Document, text: string): boolean {
  const field = page.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  const holder = page.activeElement?.closest('[role="dialog"]') ?? page.body;
  holder.append(field);
  const before = page.activeElement;
  field.select();
  const copied = page.execCommand('copy');
  field.remove();
  (before as HTMLElement | null)?.focus();
  return copied;
}
