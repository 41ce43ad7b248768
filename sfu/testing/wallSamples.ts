import type { RequestInput } from '#protocol/contract.ts';
import type { FeedId, UserId } from '#protocol/nouns/ids.ts';
import { gridOfFeeds } from '#domain/wall/layouts.ts';
import type { Handlers } from '../ports/session.ts';
import { newCommandId } from './newCommandId.ts';

type Things = { readonly feedId: FeedId; readonly userId: UserId; readonly operationId: string };
type WallRequests = Exclude<Extract<keyof Handlers, `wall.${string}` | `preset.${string}` | `wallPicture.${string}` | `drawing.${string}`>, 'wall.point'>;
type Samples = { readonly [Name in WallRequests]: (things: Things) => RequestInput<Name> };

const NEVER = 999_999;
const uuid = () => crypto.randomUUID();
const layout = (feedId: FeedId) => gridOfFeeds({ columns: 1, rows: 1 }, [feedId]);
const look = { zoom: 2, x: 0.5, y: 0.5, frozenAt: null, volume: 0 };
const line = () => ({ strokeId: uuid(), colour: 'yellow' as const, points: [0, 0, 1, 1] });

/** A well-formed input for each request about the wall, about the things of one court; most of them are refused for their version or place. */
export const WALL_SAMPLES: Samples = {
  'wall.put': ({ feedId }) => ({ commandId: newCommandId(), what: { kind: 'edit', label: '' }, slots: [{ slotId: 'wall-1', expectedVersion: NEVER, layout: layout(feedId) }] }),
  'wall.undo': () => ({ commandId: newCommandId(), takeId: uuid() }),
  'wall.adjust': () => ({ commandId: newCommandId(), tiles: [{ slotId: 'wall-99', column: 0, row: 0, look }] }),
  'wall.measure': () => ({ commandId: newCommandId(), expectedVersion: NEVER, places: [] }),
  'wall.askBaton': () => ({ commandId: newCommandId() }),
  'wall.lendBaton': ({ userId }) => ({ commandId: newCommandId(), toUserId: userId, forMs: 60_000 }),
  'wall.passBaton': ({ userId }) => ({ commandId: newCommandId(), toUserId: userId }),
  // Lent and passed by whoever does not hold it, and given back at once, so that the next one may ask.
  'wall.takeBaton': () => ({ commandId: newCommandId(), reason: '测试' }),
  'wall.returnBaton': () => ({ commandId: newCommandId() }),
  'wall.beginVisit': () => ({ commandId: newCommandId(), note: '测试' }),
  'wall.endVisit': () => ({ commandId: newCommandId() }),
  'wall.identify': () => ({}),
  'wall.showHand': () => ({ hand: null }),
  'wall.tellScreen': () => ({ screen: { widthPx: 1_920, heightPx: 1_080 } }),
  'wall.history': () => ({ from: 0, to: 1 }),
  'preset.save': ({ feedId, operationId }) => ({
    commandId: newCommandId(), presetId: null, expectedVersion: NEVER, name: '测试', scope: 'operation', operationId, key: null, slots: [{ slotId: 'wall-1', layout: layout(feedId) }],
  }),
  'preset.remove': () => ({ commandId: newCommandId(), presetId: uuid(), expectedVersion: NEVER }),
  'wallPicture.put': () => ({ pictureId: 'a'.repeat(64), mimeType: 'image/png', totalBytes: 3, offset: 0, base64: 'AAAA' }),
  'wallPicture.read': () => ({ pictureId: 'a'.repeat(64), offset: 0 }),
  'drawing.sketch': ({ feedId }) => ({ feedId, ...line() }),
  'drawing.draw': ({ feedId }) => ({ commandId: newCommandId(), feedId, ...line() }),
  'drawing.wipe': ({ feedId }) => ({ commandId: newCommandId(), feedId, strokeId: null }),
};
