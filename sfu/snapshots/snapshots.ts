import { randomUUIDv7 } from 'node:crypto';
import { takeSnapshot } from '#domain/snapshots/takeSnapshot.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import type { Snapshot } from '#protocol/media/snapshots.ts';
import { snapshotId as snapshotIdSchema, type SnapshotId, type UnitId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_TYPES } from '#protocol/operations/journal.ts';
import { asUnavailable, type Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { FileShelf } from '../ports/pictures.ts';
import type { Positions } from '../ports/positions.ts';
import type { HandlersOf, Session } from '../ports/session.ts';

/** Snapshots whose picture is being read, remembered; they never change. */
const KNOWN = 1_000;

export type SnapshotsOptions = {
  readonly log: HallLog;
  readonly journal: Pick<Journal, 'query'>;
  readonly shelf: FileShelf;
  readonly positions: Pick<Positions, 'latest'>;
  /** Hall time, ms since the epoch. */
  readonly now: () => number;
};

export function createSnapshots({ log, journal, shelf, positions, now }: SnapshotsOptions): { readonly handlers: HandlersOf<'snapshot'> } {
  const known = new Map<string, Snapshot>();

  const placeOf = (unitId: UnitId) => {
    const fix = positions.latest(unitId);
    return fix === undefined ? null : { longitudeDeg: fix.longitudeDeg, latitudeDeg: fix.latitudeDeg, accuracyM: fix.accuracyM, at: fix.at };
  };

  /** Errors: notFound, also for one of a court that the session does not see; logUnavailable. */
  async function find(snapshotId: SnapshotId, { courtCode }: Session): Promise<Snapshot> {
    const key = `${courtCode}/${snapshotId}`;
    const [entry] = known.has(key) ? [] : await journal.query({ filter: { names: ['snapshot.taken'] }, subjects: [`snapshot/${snapshotId}`], seenFrom: courtCode, before: null, limit: 1 }).catch(asUnavailable);
    const snapshot = known.get(key) ?? (entry && snapshotOf(entry));
    if (snapshot === undefined || snapshot === null) {
      throw new AppError('notFound', { params: { what: 'snapshot' } });
    }
    known.set(key, snapshot);
    const [oldest] = known.keys();
    if (known.size > KNOWN && oldest !== undefined) {
      known.delete(oldest);
    }
    return snapshot;
  }

  return {
    handlers: {
      'snapshot.put': async ({ pictureId, ...piece }, session) => {
        return { receivedBytes: await shelf.put({ ...piece, fileId: pictureId }, session) };
      },

      'snapshot.take': async ({ commandId, ...input }, session) => {
        const kept = await shelf.read(input.pictureId, { offset: 0, length: 0, types: PICTURE_TYPES });
        if (kept === null || kept.mimeType !== input.mimeType) {
          throw new AppError('notFound', { params: { what: 'picture' } });
        }
        const snapshotId = snapshotIdSchema.parse(randomUUIDv7());
        const { actor, tokenId: via } = session;
        return (await log.execute({ commandId, name: 'snapshot.take', input, actor, via, decide: (state) => takeSnapshot(state, input, { snapshotId, now: now(), placeOf }) })).answer;
      },

      'snapshot.list': async ({ feedId, before, limit }, { courtCode }) => {
        const filter = { names: ['snapshot.taken'], ...(feedId === null ? {} : { text: feedId }) };
        const entries = await journal.query({ filter, seenFrom: courtCode, before: before ?? null, limit: limit + 1 }).catch(asUnavailable);
        return { snapshots: entries.slice(0, limit).flatMap((entry) => snapshotOf(entry) ?? []), more: entries.length > limit };
      },

      'snapshot.read': async ({ snapshotId, offset }, session) => {
        const { pictureId } = await find(snapshotId, session);
        const piece = await shelf.read(pictureId, { offset, length: PICTURE_CHUNK_BYTES, types: PICTURE_TYPES });
        if (piece === null) {
          throw new AppError('notFound', { params: { what: 'picture' } });
        }
        return { base64: piece.bytes.toString('base64'), mimeType: piece.mimeType, totalBytes: piece.totalBytes };
      },
    },
  };
}

function snapshotOf(entry: Entry): Snapshot | null {
  const event = eventOf(entry);
  if (event?.name !== 'snapshot.taken') {
    return null;
  }
  const { sequence, at, actor, courtCode, subject, data } = event;
  return { snapshotId: subject.slice('snapshot/'.length) as SnapshotId, courtCode, ...data, at, byName: actor.kind === 'hall' ? '' : actor.name, sequence };
}
