import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { packTrack, unpackTrack, type TrackPoint } from '#protocol/telemetry/packedTrack.ts';
import { JournalError } from '../../ports/journal.ts';
import type { HallLog } from '../../ports/log.ts';
import type { HandlersOf } from '../../ports/session.ts';
import type { TrackStore } from '../../ports/tracks.ts';
import { thinTrack } from './thinTrack.ts';
import type { TrackArchive } from './trackArchive.ts';

/** Fixes of one unit that one request reads: 14 hours at one a second. More than `pointsMin` stretches of `thinTrack` would not do. */
const MAX_FIXES = 50_000;
const BLOCKS_AT_ONCE = 16;

type Options = {
  readonly store: Pick<TrackStore, 'blocksOf'>;
  readonly archive: Pick<TrackArchive, 'firstEpochHeld' | 'held'>;
  readonly log: Pick<HallLog, 'execute'>;
  readonly maxFixes?: number;
};
type Span = { readonly from: number; readonly until: number };

/** Answers where units were. */
export function createTracks(options: Options): { readonly handlers: HandlersOf<'track'> } {
  return {
    handlers: {
      'track.read': async (input, session) => {
        const unitIds = [...new Set(input.unitIds)];
        // First the trace, then the answer: it is one's own people that are looked at.
        await options.log.execute({
          commandId: null,
          name: 'track.read',
          input,
          actor: session.actor,
          via: session.tokenId,
          decide: () => ({
            events: [{
              name: 'track.read', subject: `track/${randomUUID()}`, courtCode: session.courtCode,
              data: { unitIds, unitCount: unitIds.length, fromAt: input.from, untilAt: input.until },
            }],
            answer: () => null,
          }),
        });
        const tracks: RequestOutput<'track.read'>['tracks'] = [];
        for (const unitId of unitIds) {
          if (session.ended.aborted) {
            throw new AppError('disconnected');
          }
          tracks.push(await trackOf(options, unitId, input));
          await setImmediate();
        }
        return { tracks };
      },
    },
  };
}

async function trackOf(options: Options, unitId: UnitId, { from, until, maxPoints }: RequestData<'track.read'>): Promise<RequestOutput<'track.read'>['tracks'][number]> {
  const { points, more } = await readFixes(options, unitId, { from, until });
  const thinned = thinTrack(points, maxPoints);
  return { unitId, packed: Buffer.from(packTrack(thinned.points)).toString('base64'), fixes: points.length, toleranceM: thinned.toleranceM, more };
}

/** By time. What is in memory is looked at before the database is waited for, and the database only for epochs before that. */
async function readFixes({ store, archive, maxFixes = MAX_FIXES }: Options, unitId: UnitId, span: Span): Promise<{ points: TrackPoint[]; more: boolean }> {
  const within = ({ at }: TrackPoint) => at >= span.from && at < span.until;
  const held = archive.held(unitId).filter(within);
  const beforeEpoch = archive.firstEpochHeld;
  const points: TrackPoint[] = [];
  let more = false;
  for (let afterEpoch = 0, wanted = true; wanted; ) {
    const blocks = await reading(store.blocksOf({ unitId, ...span, afterEpoch, beforeEpoch, limit: BLOCKS_AT_ONCE }));
    for (const { packed, epoch } of blocks) {
      points.push(...unpackTrack(packed).filter(within));
      afterEpoch = epoch;
    }
    more = points.length >= maxFixes;
    wanted = blocks.length === BLOCKS_AT_ONCE && !more;
    await setImmediate();
  }
  points.push(...held);
  points.sort((one, other) => one.at - other.at);
  return points.length > maxFixes ? { points: points.slice(0, maxFixes), more: true } : { points, more };
}

/** Errors: logUnavailable. */
async function reading<Value>(read: Promise<Value>): Promise<Value> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof JournalError) {
      throw new AppError('logUnavailable', { cause: error, params: { reason: error.fault === 'away' ? 'databaseAway' : 'failed' } });
    }
    throw error;
  }
}
