import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { OperationId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { pictureFault, sendPicture, type PictureFile } from './sendPicture.ts';

/** One picture on its way into the hall. */
export type TrayPicture = {
  readonly key: number;
  readonly name: string;
  readonly totalBytes: number;
  readonly receivedBytes: number;
  /** Its name in the hall; null until all of it is there. */
  readonly pictureId: string | null;
  /** Why it is not on its way: the file itself, or what the hall said. */
  readonly fault: 'type' | 'size' | ErrorCode | null;
};

/** Pictures that were chosen for something that is being written. */
export type Tray = {
  readonly state: StoreApi<{ readonly pictures: readonly TrayPicture[] }>;
  readonly add: (files: readonly PictureFile[]) => void;
  /** Ends its way if it is still on it. */
  readonly remove: (key: number) => void;
  readonly again: (key: number) => void;
  /** Ends all of them; idempotent. */
  readonly clear: () => void;
};

/** `most`: pictures it holds; more are passed over. */
export function createTray({ link, operationId, most }: { readonly link: HallLink; readonly operationId: OperationId; readonly most: number }): Tray {
  const state = createStore<{ readonly pictures: readonly TrayPicture[] }>(() => ({ pictures: [] }));
  const under = new Map<number, { readonly file: PictureFile; abort: AbortController }>();
  let last = 0;

  const edit = (key: number, change: Partial<TrayPicture>) =>
    state.setState(({ pictures }) => ({ pictures: pictures.map((picture) => (picture.key === key ? { ...picture, ...change } : picture)) }));
  const send = (key: number) => {
    const sending = under.get(key);
    if (sending === undefined) {
      return;
    }
    sending.abort = new AbortController();
    const { signal } = sending.abort;
    edit(key, { fault: null });
    sendPicture({ link, operationId, file: sending.file, signal, onProgress: (receivedBytes) => edit(key, { receivedBytes }) }).then(
      (pictureId) => edit(key, { pictureId }),
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
    state.setState(({ pictures }) => ({ pictures: pictures.filter((picture) => picture.key !== key) }));
  };
  return {
    state,
    add: (files) => {
      for (const file of files.slice(0, Math.max(0, most - state.getState().pictures.length))) {
        last += 1;
        const key = last;
        const fault = pictureFault(file);
        state.setState(({ pictures }) => ({ pictures: [...pictures, { key, name: file.name, totalBytes: file.size, receivedBytes: 0, pictureId: null, fault }] }));
        if (fault === null) {
          under.set(key, { file, abort: new AbortController() });
          send(key);
        }
      }
    },
    remove,
    again: send,
    clear: () => state.getState().pictures.forEach(({ key }) => remove(key)),
  };
}

/** The names of all pictures; null while one is still on its way or could not be sent. */
export function sentPictures(pictures: readonly TrayPicture[]): string[] | null {
  const ids = pictures.flatMap(({ pictureId }) => pictureId ?? []);
  return ids.length < pictures.length ? null : [...new Set(ids)];
}
