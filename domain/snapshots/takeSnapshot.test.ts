import { describe, expect, it } from 'vitest';
import type { FeedId, SnapshotId } from '#protocol/nouns/ids.ts';
import type { HallState } from '../hallState/hallState.ts';
import { openFeed } from '../feeds/decideFeed.ts';
import { AT, after, hallWithOperation, operationIdOf, unitIdOf } from '../operations/operationRig.ts';
import { advanceOperation, callOffOperation } from '../operations/decideOperation.ts';
import { takeSnapshot } from './takeSnapshot.ts';

const feedOf = (number: number) => `019a0000-0000-7000-8000-0000000000f${number}` as FeedId;
const SNAPSHOT = '019a0000-0000-7000-8000-0000000000aa' as SnapshotId;
const PICTURE = 'a'.repeat(64);
const taken = (feed: number, takenAt = AT) => ({ feedId: feedOf(feed), pictureId: PICTURE, mimeType: 'image/png' as const, takenAt, capturedAt: AT - 100, widthPx: 1280, heightPx: 720 });
const place = { longitudeDeg: 118, latitudeDeg: 24, accuracyM: 5, at: AT };
const now = { snapshotId: SNAPSHOT, now: AT, placeOf: () => place };

/** Unit 1 is in the operation, unit 5 in none. */
function hall(): HallState {
  let state = hallWithOperation();
  for (const number of [1, 5]) {
    state = after(state, openFeed(state, { feedId: feedOf(number), unitId: unitIdOf(number), label: 'camera' }));
  }
  return state;
}
const begun = (state: HallState) => after(state, advanceOperation(state, { operationId: operationIdOf(1), expectedVersion: 1, to: 'assembled', reason: null }));

describe('takeSnapshot', () => {
  it('is about the unit, with its place, and stands in the journal of the operation that it is in', () => {
    const { events } = takeSnapshot(begun(hall()), taken(1), now);
    expect(events).toEqual([
      { name: 'snapshot.taken', subject: `snapshot/${SNAPSHOT}`, courtCode: '闽0203', data: { ...taken(1), unitId: unitIdOf(1), operationId: operationIdOf(1), position: place } },
      { name: 'journal.noted', subject: `journal/${operationIdOf(1)}`, courtCode: '闽0203', data: { text: '', pictureIds: [PICTURE], mark: { feedId: feedOf(1), at: AT } } },
    ]);
  });

  it('is in no operation that the unit is not in, that has not begun or that is over', () => {
    const operationOf = (state: HallState, feed: number) => takeSnapshot(state, taken(feed), now).events.map(({ name, data }) => [name, 'operationId' in data ? data.operationId : undefined]);
    const nowhere = [['snapshot.taken', null]];
    expect(operationOf(begun(hall()), 5)).toEqual(nowhere);
    expect(operationOf(hall(), 1)).toEqual(nowhere);
    const over = after(hall(), callOffOperation(hall(), { operationId: operationIdOf(1), expectedVersion: 1, reason: '取消' }));
    expect(operationOf(over, 1)).toEqual(nowhere);
  });

  it('is of a feed that is there, at a moment that has been', () => {
    expect(() => takeSnapshot(hall(), taken(9), now)).toThrow(expect.objectContaining({ code: 'notFound' }));
    expect(() => takeSnapshot(hall(), taken(1, AT + 120_000), now)).toThrow(expect.objectContaining({ code: 'badInput' }));
    expect(takeSnapshot(hall(), taken(1, AT - 3_600_000), now).events).toHaveLength(1);
  });
});
