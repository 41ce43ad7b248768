import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { fileFault, sendFile, type ChosenFile, type FileIntake } from './sendFile.ts';

/** One file on its way into the hall. */
export type TrayFile = {
  readonly key: number;
  readonly name: string;
  readonly mimeType: string;
  readonly totalBytes: number;
  readonly receivedBytes: number;
  /** Its name in the hall; null until all of it is there. */
  readonly fileId: string | null;
  /** Why it is not on its way: the file itself, or what the hall said. */
  readonly fault: 'type' | 'size' | ErrorCode | null;
};

/** Files that were chosen for something that is being written. */
export type Tray = {
  readonly state: StoreApi<{ readonly files: readonly TrayFile[] }>;
  /** What may be chosen, as a file field wants it. */
  readonly types: readonly string[];
  readonly most: number;
  readonly add: (files: readonly ChosenFile[]) => void;
  /** Ends its way if it is still on it. */
  readonly remove: (key: number) => void;
  readonly again: (key: number) => void;
  /** Ends all of them; idempotent. */
  readonly clear: () => void;
};

/** `most`: files it holds; more are passed over. */
export function createTray<Type extends string>({ link, intake, most }: { readonly link: HallLink; readonly intake: FileIntake<Type>; readonly most: number }): Tray {
  const state = createStore<{ readonly files: readonly TrayFile[] }>(() => ({ files: [] }));
  const under = new Map<number, { readonly file: ChosenFile; abort: AbortController }>();
  let last = 0;

  const edit = (key: number, change: Partial<TrayFile>) => state.setState(({ files }) => ({ files: files.map((file) => (file.key === key ? { ...file, ...change } : file)) }));
  const send = (key: number) => {
    const sending = under.get(key);
    if (sending === undefined) {
      return;
    }
    sending.abort = new AbortController();
    const { signal } = sending.abort;
    edit(key, { fault: null });
    sendFile({ link, intake, file: sending.file, signal, onProgress: (receivedBytes) => edit(key, { receivedBytes }) }).then(
      (fileId) => edit(key, { fileId }),
      (error: unknown) => {
        if (!signal.aborted) {
          edit(key, { fault: error instanceof AppError ? error.code : 'internal' });
        }
      },
    );
  };
  const remove = (key: number) => {
    under.get(key)?.abort.abort();
    under.delete(key);
    state.setState(({ files }) => ({ files: files.filter((file) => file.key !== key) }));
  };
  return {
    state,
    types: intake.types,
    most,
    add: (files) => {
      for (const file of files.slice(0, Math.max(0, most - state.getState().files.length))) {
        last += 1;
        const key = last;
        const fault = fileFault(file, intake);
        state.setState(({ files: before }) => ({ files: [...before, { key, name: file.name, mimeType: file.type, totalBytes: file.size, receivedBytes: 0, fileId: null, fault }] }));
        if (fault === null) {
          under.set(key, { file, abort: new AbortController() });
          send(key);
        }
      }
    },
    remove,
    again: send,
    clear: () => state.getState().files.forEach(({ key }) => remove(key)),
  };
}

/** All of them, each once; null while one is still on its way or could not be sent. */
export function sentFiles(files: readonly TrayFile[]): (TrayFile & { readonly fileId: string })[] | null {
  const sent = files.flatMap((file) => (file.fileId === null ? [] : [{ ...file, fileId: file.fileId }]));
  return sent.length < files.length ? null : [...new Map(sent.map((file) => [file.fileId, file])).values()];
}
