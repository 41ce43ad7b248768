import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { CourtCode, FeedId } from '#protocol/nouns/ids.ts';
import { MAX_STROKES } from '#protocol/wall/drawings.ts';
import { sees } from '../../access/viewer.ts';
import { found, type Decision, type NewEvent } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import type { WallCaller } from './decideWall.ts';

type Nothing = Record<string, never>;

/** A line that is there already is not drawn again. Errors: notFound, badInput, tooManyStrokes. */
export function drawStroke(state: HallState, { feedId, ...line }: Omit<RequestData<'drawing.draw'>, 'commandId'>, caller: WallCaller): Decision<Nothing> {
  const courtCode = courtOfFeed(state, feedId, caller);
  if (line.points.length % 2 !== 0) {
    throw new AppError('badInput', { params: { path: 'points' }, detail: 'points come in pairs' });
  }
  const strokes = state.drawings.get(feedId)?.strokes ?? [];
  if (strokes.some(({ strokeId }) => strokeId === line.strokeId)) {
    return { events: [], answer: () => ({}) };
  }
  if (strokes.length >= MAX_STROKES) {
    throw new AppError('tooManyStrokes', { params: { max: MAX_STROKES } });
  }
  return decided(feedId, courtCode, { name: 'drawing.drawn', data: line });
}

/** What is gone already is as good as wiped. Errors: notFound (feed). */
export function wipeStrokes(state: HallState, { feedId, strokeId }: Omit<RequestData<'drawing.wipe'>, 'commandId'>, caller: WallCaller): Decision<Nothing> {
  const courtCode = courtOfFeed(state, feedId, caller);
  const strokes = state.drawings.get(feedId)?.strokes ?? [];
  const isThere = strokes.some((stroke) => strokeId === null || stroke.strokeId === strokeId);
  return isThere ? decided(feedId, courtCode, { name: 'drawing.wiped', data: { strokeId } }) : { events: [], answer: () => ({}) };
}

/** A drawing belongs to the court of its picture, so that everybody who sees the picture sees it. Errors: notFound. */
export function courtOfFeed(state: Pick<HallState, 'feeds'>, feedId: FeedId, caller: Pick<WallCaller, 'courtCode'>): CourtCode {
  const { courtCode } = found(state.feeds.get(feedId), 'feed');
  if (!sees(caller.courtCode, courtCode)) {
    throw new AppError('notFound', { params: { what: 'feed' } });
  }
  return courtCode;
}

function decided(feedId: FeedId, courtCode: CourtCode, change: Pick<Extract<NewEvent, { name: `drawing.${string}` }>, 'name' | 'data'>): Decision<Nothing> {
  return { events: [{ ...change, subject: `drawing/${feedId}`, courtCode } as NewEvent], answer: () => ({}) };
}
