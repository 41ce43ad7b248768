import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { bytesOf } from '../../../link/base64.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { createTray, sentFiles } from './createTray.ts';
import { fileFault, sendFile, type ChosenFile, type FileIntake } from './sendFile.ts';

const PIECE = 1_000;

function fileOf(length: number, type = 'image/png'): ChosenFile & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
  return { name: 'scene.png', type, size: length, bytes, arrayBuffer: () => Promise.resolve(bytes.buffer) };
}

/** A hall that keeps files as the real one does: pieces in order, the rest passed over. */
function fileHall() {
  const link = new FakeHallLink();
  const held = new Map<string, number[]>();
  const offsets: number[] = [];
  const hall = {
    link,
    held,
    offsets,
    put: ({ fileId, offset, base64 }: { fileId: string; offset: number; base64: string }): Promise<{ receivedBytes: number }> => {
      offsets.push(offset);
      const have = held.get(fileId) ?? [];
      if (offset === have.length) {
        bytesOf(base64).forEach((byte) => have.push(byte));
        held.set(fileId, have);
      }
      return Promise.resolve({ receivedBytes: have.length });
    },
  };
  link.goOnline();
  const intake: FileIntake<string> = { types: ['image/png', 'application/pdf'], maxBytes: 10_000, pieceBytes: PIECE, put: (piece) => hall.put(piece) };
  return Object.assign(hall, { intake });
}
type FileHall = ReturnType<typeof fileHall>;

const send = ({ link, intake }: FileHall, file: ChosenFile, more: { onProgress?: (bytes: number) => void; signal?: AbortSignal } = {}) =>
  sendFile({ link, intake, file, onProgress: more.onProgress ?? (() => undefined), signal: more.signal ?? new AbortController().signal });

describe('sending a file', () => {
  const file = fileOf(2 * PIECE + 77);

  it('goes in pieces, tells how far it is, and is named by its SHA-256', async () => {
    const hall = fileHall();
    const seen: number[] = [];
    const fileId = await send(hall, file, { onProgress: (bytes) => seen.push(bytes) });
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', file.bytes));
    expect(hash).toEqual(Uint8Array.from(fileId.match(/../g)!, (pair) => Number.parseInt(pair, 16)));
    expect(hall.held.get(fileId)).toEqual([...file.bytes]);
    expect(hall.offsets).toEqual([0, PIECE, 2 * PIECE]);
    expect(seen).toEqual([PIECE, 2 * PIECE, file.size]);
  });

  it('is not sent again when the hall has it', async () => {
    const hall = fileHall();
    await send(hall, file);
    hall.offsets.length = 0;
    await send(hall, file);
    expect(hall.offsets).toEqual([0]);
  });

  it.each([['goes on where it was when the hall comes back', 1, [0, PIECE, PIECE, 2 * PIECE]], ['begins anew when the hall let it go', 0, [0, PIECE, PIECE, 0, PIECE, 2 * PIECE]]])('%s', async (_, kept, offsets) => {
    const hall = fileHall();
    const { put } = hall;
    let cut = true;
    hall.put = (piece) => {
      if (piece.offset > 0 && cut) {
        cut = false;
        hall.offsets.push(piece.offset);
        hall.link.goOffline();
        return Promise.reject(new AppError('disconnected'));
      }
      return put(piece);
    };
    const sending = send(hall, file);
    await vi.waitFor(() => expect(hall.link.state.getState().phase).toBe('offline'));
    if (kept === 0) hall.held.clear();
    hall.link.goOnline();
    expect(hall.held.get(await sending)).toEqual([...file.bytes]);
    expect(hall.offsets).toEqual(offsets);
  });

  it('stops when it is cancelled while the hall is away, and says what the hall refuses', async () => {
    const hall = fileHall();
    hall.link.goOffline();
    hall.put = () => Promise.reject(new AppError('disconnected'));
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('taken off')), 0);
    await expect(send(hall, file, { signal: abort.signal })).rejects.toThrow('taken off');
    hall.link.goOnline();
    hall.put = () => Promise.reject(new AppError('badPicture'));
    await expect(send(hall, file)).rejects.toMatchObject({ code: 'badPicture' });
  });

  it('begins only with what the hall would take', () => {
    const { intake } = fileHall();
    expect([fileFault({ type: 'image/gif', size: 9 }, intake), fileFault({ type: 'image/png', size: 10_001 }, intake), fileFault({ type: 'image/png', size: 0 }, intake), fileFault({ type: 'application/pdf', size: 9 }, intake)]).toEqual(['type', 'size', 'size', null]);
  });
});

describe('the tray', () => {
  it('holds so many, and has names only when all of them are in the hall', async () => {
    const { link, intake } = fileHall();
    const tray = createTray({ link, intake, most: 2 });
    const files = () => tray.state.getState().files;
    tray.add([fileOf(10), fileOf(20), fileOf(30)]);
    expect(files()).toHaveLength(2);
    expect(sentFiles(files())).toBeNull();
    await vi.waitFor(() => expect(sentFiles(files())).toMatchObject([{ name: 'scene.png', mimeType: 'image/png', totalBytes: 10 }, { totalBytes: 20 }]));
    tray.clear();
    expect(sentFiles(files())).toEqual([]);
  });

  it('keeps what failed with its reason, and sends it again when asked', async () => {
    const hall = fileHall();
    const { put } = hall;
    hall.put = () => Promise.reject(new AppError('logUnavailable'));
    const tray = createTray({ ...hall, most: 9 });
    tray.add([fileOf(10), fileOf(10, 'text/html')]);
    const faults = () => tray.state.getState().files.map(({ fault }) => fault);
    await vi.waitFor(() => expect(faults()).toEqual(['logUnavailable', 'type']));
    hall.put = put;
    tray.again(1);
    tray.remove(2);
    await vi.waitFor(() => expect(sentFiles(tray.state.getState().files)).toHaveLength(1));
  });
});
