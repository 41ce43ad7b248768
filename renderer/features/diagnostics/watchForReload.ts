import type { WallHost } from '../../platform/host.ts';
import { shouldReload } from './tilePlight.ts';
import type { TileBoard } from './tileBoard.ts';

const LOOK_EVERY_MS = 2_000;
/** Main has said no: it is not asked again before, ms. */
const ASK_AGAIN_MS = 30_000;

/** Has main load a wall's page anew when its pictures cannot be mended otherwise. Returns its own undoing. */
export function watchForReload(options: { board: TileBoard; wall: WallHost; log: (message: string) => void }): () => void {
  let askAt = 0;
  const look = () => {
    const now = Date.now();
    const plights = options.board.plights(now);
    if (now < askAt || !shouldReload(plights)) {
      return;
    }
    askAt = now + ASK_AGAIN_MS;
    const ill = plights.filter(({ silentMs }) => silentMs > 0).length;
    options.log(`${ill} of ${plights.length} pictures stand still and could not be mended: the page is to be loaded anew`);
    options.wall.reload().catch((error: unknown) => options.log(`window.reload failed: ${String(error)}`));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
