import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_MAX_BYTES } from '#protocol/operations/journal.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { base64Of, bytesOf } from './base64.ts';
import { createTray, sentPictures } from './createTray.ts';
import { readPicture } from './readPicture.ts';
import { pictureFault, sendPicture, type PictureFile } from './sendPicture.ts';

const operationId = 'operation' as OperationId;

function pictureOf(length: number, type = 'image/png'): PictureFile & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
  return { name: 'scene.png', type, size: length, bytes, arrayBuffer: () => Promise.resolve(bytes.buffer) };
}

/** A hall that keeps pictures as the real one does: pieces in order, the rest passed over. */
function pictureHall() {
  const link = new FakeHallLink();
  const held = new Map<string, number[]>();
  const offsets: number[] = [];
  link.answers['picture.put'] = ({ pictureId, offset, base64 }) => {
    offsets.push(offset);
    const have = held.get(pictureId) ?? [];
    if (offset === have.length) {
      bytesOf(base64).forEach((byte) => have.push(byte));
      held.set(pictureId, have);
    }
    return { receivedBytes: have.length };
  };
  link.answers['picture.read'] = ({ pictureId, offset }) => {
    const have = Uint8Array.from(held.get(pictureId) ?? []);
    return { base64: base64Of(have.subarray(offset, offset + PICTURE_CHUNK_BYTES)), mimeType: 'image/png', totalBytes: have.length };
  };
  link.goOnline();
  return { link, held, offsets };
}

const send = (link: FakeHallLink, file: PictureFile, more: { onProgress?: (bytes: number) => void; signal?: AbortSignal } = {}) =>
  sendPicture({ link, operationId, file, onProgress: more.onProgress ?? (() => undefined), signal: more.signal ?? new AbortController().signal });

describe('sending a picture', () => {
  const file = pictureOf(2 * PICTURE_CHUNK_BYTES + 77);

  it('goes in pieces, tells how far it is, and is named by its SHA-256', async () => {
    const { link, held, offsets } = pictureHall();
    const seen: number[] = [];
    const pictureId = await send(link, file, { onProgress: (bytes) => seen.push(bytes) });
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', file.bytes));
    expect(bytesOf(btoa(String.fromCharCode(...hash)))).toEqual(Uint8Array.from(pictureId.match(/../g)!, (pair) => Number.parseInt(pair, 16)));
    expect(held.get(pictureId)).toEqual([...file.bytes]);
    expect(offsets).toEqual([0, PICTURE_CHUNK_BYTES, 2 * PICTURE_CHUNK_BYTES]);
    expect(seen).toEqual([PICTURE_CHUNK_BYTES, 2 * PICTURE_CHUNK_BYTES, file.size]);
  });

  it('is not sent again when the hall has it', async () => {
    const { link, offsets } = pictureHall();
    await send(link, file);
    offsets.length = 0;
    await send(link, file);
    expect(offsets).toEqual([0]);
  });

  it('goes on where it was when the hall comes back, and at the beginning when the hall forgot it', async () => {
    const { link, held, offsets } = pictureHall();
    const put = link.answers['picture.put']!;
    let cut = true;
    link.answers['picture.put'] = (input) => {
      if (input.offset > 0 && cut) {
        cut = false;
        queueMicrotask(() => link.goOffline());
        return new Promise(() => undefined);
      }
      return put(input);
    };
    const sending = send(link, file);
    await vi.waitFor(() => expect(link.state.getState().phase).toBe('offline'));
    held.clear();
    link.goOnline();
    const pictureId = await sending;
    expect(held.get(pictureId)).toHaveLength(file.size);
    expect(offsets).toEqual([0, PICTURE_CHUNK_BYTES, 0, PICTURE_CHUNK_BYTES, 2 * PICTURE_CHUNK_BYTES]);
  });

  it('stops when it is cancelled while the hall is away, and says what the hall refuses', async () => {
    const { link } = pictureHall();
    link.goOffline();
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('taken off')), 0);
    await expect(send(link, file, { signal: abort.signal })).rejects.toThrow('taken off');
    link.goOnline();
    link.answers['picture.put'] = () => {
      throw new AppError('badPicture');
    };
    await expect(send(link, file)).rejects.toMatchObject({ code: 'badPicture' });
  });

  it('begins only with what the hall would take', () => {
    expect([pictureFault({ type: 'image/gif', size: 9 }), pictureFault({ type: 'image/png', size: PICTURE_MAX_BYTES + 1 }), pictureFault({ type: 'image/jpeg', size: 0 }), pictureFault({ type: 'image/webp', size: 9 })]).toEqual(['type', 'size', 'size', null]);
  });
});

describe('reading a picture', () => {
  it('puts the pieces together, asks once for two who look, and again after a failure', async () => {
    const { link } = pictureHall();
    const file = pictureOf(PICTURE_CHUNK_BYTES + 5);
    const pictureId = await send(link, file);
    const read = link.answers['picture.read']!;
    link.answers['picture.read'] = () => {
      throw new AppError('timedOut');
    };
    await expect(readPicture(link, { operationId, pictureId })).rejects.toMatchObject({ code: 'timedOut' });
    link.answers['picture.read'] = read;
    const [one, two] = await Promise.all([readPicture(link, { operationId, pictureId }), readPicture(link, { operationId, pictureId })]);
    expect(one).toBe(two);
    expect(new Uint8Array(await one.arrayBuffer())).toEqual(file.bytes);
    expect(one.type).toBe('image/png');
    expect(link.inputsOf('picture.read')).toHaveLength(3);
  });
});

describe('the tray', () => {
  it('holds so many, and has names only when all of them are in the hall', async () => {
    const { link } = pictureHall();
    const tray = createTray({ link, operationId, most: 2 });
    const pictures = () => tray.state.getState().pictures;
    tray.add([pictureOf(10), pictureOf(20), pictureOf(30)]);
    expect(pictures()).toHaveLength(2);
    expect(sentPictures(pictures())).toBeNull();
    await vi.waitFor(() => expect(sentPictures(pictures())).toHaveLength(2));
    tray.clear();
    expect(sentPictures(pictures())).toEqual([]);
  });

  it('keeps what failed with its reason, and sends it again when asked', async () => {
    const { link } = pictureHall();
    const put = link.answers['picture.put']!;
    link.answers['picture.put'] = () => {
      throw new AppError('logUnavailable');
    };
    const tray = createTray({ link, operationId, most: 9 });
    tray.add([pictureOf(10), pictureOf(10, 'text/html')]);
    const faults = () => tray.state.getState().pictures.map(({ fault }) => fault);
    await vi.waitFor(() => expect(faults()).toEqual(['logUnavailable', 'type']));
    link.answers['picture.put'] = put;
    tray.again(1);
    tray.remove(2);
    await vi.waitFor(() => expect(sentPictures(tray.state.getState().pictures)).toHaveLength(1));
  });
});
