import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { trimmed, wallReel, type WallReel } from './wallReel.ts';

/** How far back the step is looked for that was taken back within the stretch. */
const EARLIER_MS = [0, 3_600_000, 86_400_000] as const;

/** Hall time, ms since the epoch, as clocks give it: not always whole. */
type Stretch = { readonly courtCode: CourtCode; readonly from: number; readonly to: number };

/** Errors: those of wall.history. */
export async function readReel(link: Pick<HallLink, 'request'>, { courtCode, from, to }: Stretch): Promise<WallReel> {
  let reel: WallReel | null = null;
  for (const earlierMs of EARLIER_MS) {
    const start = Math.max(0, Math.floor(from - earlierMs));
    try {
      reel = trimmed(wallReel(await link.request('wall.history', { from: start, to: Math.ceil(to) }), { courtCode, from: start }), from);
    } catch (error) {
      if (reel === null) {
        throw error;
      }
      // What was read already is worth more than a refusal of the longer stretch.
      return reel;
    }
    if (reel.uncertainFrom === null) {
      return reel;
    }
  }
  return reel as WallReel;
}
