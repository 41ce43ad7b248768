import { courtOfFeed, drawStroke, wipeStrokes } from '#domain/wall/decide/decideDrawing.ts';
import type { HallLog } from '../../ports/log.ts';
import type { HandlersOf } from '../../ports/session.ts';
import type { Sketches } from '../desks/sketches.ts';
import { wallCaller } from './wallCaller.ts';

/** What people draw on pictures, for everybody who sees the picture. */
export function createDrawings({ log, sketches }: { readonly log: HallLog; readonly sketches: Pick<Sketches, 'sketch'> }): { readonly handlers: HandlersOf<'drawing'> } {
  return {
    handlers: {
      'drawing.sketch': (line, session) => {
        const caller = wallCaller(session);
        sketches.sketch({ ...line, byName: caller.name }, courtOfFeed(log.state, line.feedId, caller), session);
        return {};
      },
      'drawing.draw': async ({ commandId, ...input }, session) => {
        const { actor, tokenId: via } = session;
        return (await log.execute({ commandId, name: 'drawing.draw', input, actor, via, decide: (state) => drawStroke(state, input, wallCaller(session)) })).answer;
      },
      'drawing.wipe': async ({ commandId, ...input }, session) => {
        const { actor, tokenId: via } = session;
        return (await log.execute({ commandId, name: 'drawing.wipe', input, actor, via, decide: (state) => wipeStrokes(state, input, wallCaller(session)) })).answer;
      },
    },
  };
}
