import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import { TelemetryFrameError } from '#protocol/telemetry/frames.ts';
import { JournalError } from '../../ports/journal.ts';
import type { TrackStore } from '../../ports/tracks.ts';
import { blocksFromTails } from './epoch.ts';

const BLOCKS_AT_ONCE = 500;

/** Makes blocks of the tails that a hall left when it stopped; may be done again when it is cut short. Errors: JournalError when it cannot even be asked what there is. */
export async function recoverTracks({ store, log }: { readonly store: TrackStore; readonly log: Logger }): Promise<void> {
  for (const epoch of await store.epochsWithTails()) {
    try {
      const { blocks, broken } = blocksFromTails(epoch, await store.tailsOf(epoch));
      if (broken > 0) {
        log.error({ epoch, units: broken }, 'tracks could not be read back');
      }
      for (let from = 0; from === 0 || from < blocks.length; from += BLOCKS_AT_ONCE) {
        const isLast = from + BLOCKS_AT_ONCE >= blocks.length;
        await store.putBlocks(blocks.slice(from, from + BLOCKS_AT_ONCE), { endedEpoch: isLast ? epoch : null });
        await setImmediate();
      }
    } catch (error) {
      if (!(error instanceof TelemetryFrameError || error instanceof JournalError)) {
        throw error;
      }
      // Left as they lie, for the next start: a full disk must not keep the hall closed.
      log.error({ err: error, epoch }, 'tails of tracks could not be made into blocks');
    }
  }
}
