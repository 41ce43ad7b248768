import type { Map as PersistentMap } from 'immutable';
import { MOST_MISSING, type ReportHead } from '#protocol/field/reports.ts';
import type { EventOf } from '../hallState/fold.ts';

/** One that came late or stands beside the chain does not move its head. */
export function foldReport(heads: PersistentMap<string, ReportHead>, { courtCode, data }: EventOf<'report'>): PersistentMap<string, ReportHead> {
  const { unitId, chainId, deviceSequence, hash, chain, missing: count } = data;
  const key = `${unitId}/${chainId}`;
  const before = heads.get(key);
  switch (chain) {
    case 'fork': return heads;
    case 'late': return before === undefined ? heads : heads.set(key, { ...before, missing: before.missing.filter((sequence) => sequence !== deviceSequence) });
    case 'gap':
    case 'whole': {
      const remembered = Math.min(count, MOST_MISSING);
      const skipped = Array.from({ length: remembered }, (_, index) => deviceSequence - remembered + index);
      return heads.set(key, { courtCode, unitId, chainId, deviceSequence, hash, missing: [...(before?.missing ?? []), ...skipped].slice(-MOST_MISSING) });
    }
  }
}
