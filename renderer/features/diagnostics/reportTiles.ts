import type { WindowMedia } from '#protocol/nouns/diagnostics.ts';
import type { HallLink } from '../../link/hallLink.ts';
import type { TileBoard } from './tileBoard.ts';

export const REPORT_EVERY_MS = 2_000;

/** Starts reporting; skips while offline, where the session may not, or while the last report is unanswered. Returns its own undoing. */
export function reportTiles(options: { link: HallLink; board: TileBoard; media: () => WindowMedia; log: (message: string) => void }): () => void {
  let waiting = false;
  const report = async () => {
    const { session } = options.link.state.getState();
    if (waiting || !session?.capabilities.includes('diagnostics.report')) {
      return;
    }
    waiting = true;
    try {
      await options.link.request('diagnostics.report', { tiles: options.board.reports(), media: options.media() });
    } catch (error) {
      options.log(`diagnostics.report failed: ${String(error)}`);
    } finally {
      waiting = false;
    }
  };
  const timer = setInterval(() => void report(), REPORT_EVERY_MS);
  return () => clearInterval(timer);
}
