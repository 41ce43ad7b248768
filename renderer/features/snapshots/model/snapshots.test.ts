import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { AppError } from '#protocol/errors.ts';
import { feedId, snapshotId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import type { HallLink, LinkState } from '../../../link/hallLink.ts';
import { verifySnapshot } from './readSnapshot.ts';
import { keepFrame } from './takeSnapshot.ts';

const FEED = feedId.parse('019a0000-0000-7000-8000-0000000000f1');
const SNAPSHOT = snapshotId.parse('019a0000-0000-7000-8000-0000000000aa');
const bytes = Uint8Array.from({ length: 2 * PICTURE_CHUNK_BYTES + 5 }, (_, index) => (index * 7) % 251);
const hashOf = (of: Uint8Array) => createHash('sha256').update(of).digest('hex');
const frame = { bytes, mimeType: 'image/png' as const, widthPx: 640, heightPx: 360, capturedAt: 5 };

/** A hall that keeps what it is sent, and answers `answer` to each question by its number. */
function fakeLink(answer: (name: string, data: Record<string, unknown>, number: number) => unknown) {
  const asked: { name: string; data: Record<string, unknown> }[] = [];
  const state = createStore<LinkState>(() => ({ phase: 'online', sinceAt: 0, error: null, retryAt: null, session: null, clockOffsetMs: 0, clockRate: 1, roundTripMs: null }));
  const request = async (name: string, data: unknown) => {
    asked.push({ name, data: data as Record<string, unknown> });
    return answer(name, data as Record<string, unknown>, asked.length);
  };
  return { asked, state, link: { state, request } as unknown as HallLink };
}

describe('keepFrame', () => {
  it('sends the bytes whole and in order under their hash, then says what they are', async () => {
    const pieces: Buffer[] = [];
    const { link, asked } = fakeLink((name, data) => {
      if (name === 'snapshot.take') {
        return { snapshotId: SNAPSHOT, operationId: null };
      }
      pieces.push(Buffer.from(data['base64'] as string, 'base64'));
      return { receivedBytes: Buffer.concat(pieces).length };
    });
    const progress: number[] = [];
    expect(await keepFrame({ link, feedId: FEED, takenAt: 9, frame, onProgress: ({ percent }) => progress.push(percent) })).toEqual({ pictureId: hashOf(bytes), operationId: null });
    expect(Buffer.concat(pieces).equals(Buffer.from(bytes))).toBe(true);
    expect(progress.at(-1)).toBe(100);
    expect(asked.at(-1)).toMatchObject({ name: 'snapshot.take', data: { feedId: FEED, pictureId: hashOf(bytes), takenAt: 9, capturedAt: 5, widthPx: 640, heightPx: 360 } });
  });

  it('whose answer was lost is asked for again with the same command, once the hall is back', async () => {
    let lost = false;
    const { link, asked, state } = fakeLink((name, data) => {
      if (name === 'snapshot.take') {
        if (!lost) {
          lost = true;
          state.setState({ phase: 'offline' });
          queueMicrotask(() => state.setState({ phase: 'online' }));
          throw new AppError('disconnected');
        }
        return { snapshotId: SNAPSHOT, operationId: null };
      }
      return { receivedBytes: (data['offset'] as number) + Buffer.from(data['base64'] as string, 'base64').length };
    });
    await keepFrame({ link, feedId: FEED, takenAt: 9, frame, onProgress: () => undefined });
    const takes = asked.filter(({ name }) => name === 'snapshot.take');
    expect(takes).toHaveLength(2);
    expect(takes[0]?.data['commandId']).toBe(takes[1]?.data['commandId']);
  });

  it('that the hall refuses says so', async () => {
    const { link } = fakeLink(() => {
      throw new AppError('badPicture');
    });
    await expect(keepFrame({ link, feedId: FEED, takenAt: 9, frame, onProgress: () => undefined })).rejects.toMatchObject({ code: 'badPicture' });
  });
});

describe('verifySnapshot', () => {
  it('tells the bytes that were kept from any others', async () => {
    const { link } = fakeLink((_, { offset }) => {
      const from = offset as number;
      return { base64: Buffer.from(bytes.subarray(from, from + PICTURE_CHUNK_BYTES)).toString('base64'), mimeType: 'image/png', totalBytes: bytes.length };
    });
    expect(await verifySnapshot(link, { snapshotId: SNAPSHOT, pictureId: hashOf(bytes) })).toBe(true);
    expect(await verifySnapshot(link, { snapshotId: SNAPSHOT, pictureId: hashOf(bytes.subarray(1)) })).toBe(false);
  });
});
