import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '#domain/decision/decision.ts';
import { fold, nextVersion } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, stateOf, type HallState } from '#domain/hallState/hallState.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf, type HallEvent } from '#protocol/events.ts';
import type { CommandId, CourtCode, FeedId, SlotId, StrokeId, UserId } from '#protocol/nouns/ids.ts';
import { MAX_STROKES } from '#protocol/wall/drawings.ts';
import { PLAIN_LOOK, type SlotLayout, type WallTile } from '#protocol/wall/layout.ts';
import { MAX_PAST } from '#protocol/wall/wall.ts';
import { slotEvent, takeSlot } from '../decideSlot.ts';
import { handOf } from '../foldBaton.ts';
import { DIVISIONS, feedContent, gridOfFeeds, tileKeyOf } from '../layouts.ts';
import { askBaton, lendBaton, passBaton, returnBaton, takeBaton } from './decideBaton.ts';
import { isLayout } from './checkLayout.ts';
import { drawStroke, wipeStrokes } from './decideDrawing.ts';
import { putLayouts, undoTake } from './decidePut.ts';
import { removePreset, savePreset } from './decidePreset.ts';
import { adjustTiles, beginVisit, endVisit, measureWall, type WallCaller } from './decideWall.ts';

const courtCode = '闽02' as CourtCode;
const uuid = (kind: number, index: number) => `00000000-0000-4000-8000-${kind}${String(index).padStart(11, '0')}`;
const feed = (index: number) => uuid(4, index % 5) as FeedId;
const slotOf = (index: number) => `wall-${1 + (index % 3)}` as SlotId;
const PEOPLE: readonly (WallCaller & { userId: UserId })[] = ['林', '陈', '郑'].map((name, index) => ({ userId: uuid(1, index) as UserId, name, courtCode }));
const person = (index: number) => PEOPLE[index % PEOPLE.length]!;
const everybodyIsHere = { isHere: () => true };

/** A hall as commands and entries make it, with a copy that hears entries alone, over the wire. */
class Hall {
  state = EMPTY_STATE;
  replica = EMPTY_STATE;
  at = 1_000;
  commands = 0;

  constructor() {
    for (const index of [0, 1, 2, 3, 4]) {
      this.enter({ name: 'feed.opened', subject: `feed/${feed(index)}`, courtCode, data: { unitId: uuid(2, index) as never, label: '主' } });
    }
    for (const { userId, name } of PEOPLE) {
      this.enter({ name: 'user.created', subject: `user/${userId}`, courtCode, data: { username: name, name, roles: ['dispatcher'], hasPhone: false } });
    }
    for (const index of [0, 1, 2]) {
      this.do(null, (state) => takeSlot(state, { courtCode, slotId: slotOf(index) }, '一号机'));
    }
  }

  do(by: WallCaller | null, decide: (state: HallState, at: number) => Decision<unknown>): string {
    this.at += 1;
    try {
      const { events } = decide(this.state, this.at);
      events.forEach((event) => this.enter(event, by));
      return 'done';
    } catch (error) {
      return error instanceof AppError ? error.code : Promise.reject(error) as never;
    }
  }

  enter(event: Decision<unknown>['events'][number], by: WallCaller | null = null): void {
    const actor = by === null ? { kind: 'hall' as const } : { kind: 'person' as const, userId: by.userId!, name: by.name, courtCode: by.courtCode };
    const wire = JSON.parse(JSON.stringify({ ...event, sequence: 1, at: this.at, version: nextVersion(this.state, event.name, event.subject), actor })) as Parameters<typeof eventOf>[0];
    this.state = fold(this.state, eventOf(wire) as HallEvent);
    this.replica = fold(stateOf(JSON.parse(JSON.stringify(snapshotOf(this.replica))) as never), eventOf(wire) as HallEvent);
  }

  newCommand(): CommandId {
    return uuid(9, (this.commands += 1)) as CommandId;
  }

  layoutOf(slotId: SlotId): SlotLayout {
    return this.state.slots.get(`${courtCode}/${slotId}`)!.layout;
  }

  versionOf(slotId: SlotId): number {
    return this.state.slots.get(`${courtCode}/${slotId}`)!.layoutVersion;
  }

  get wall() {
    return this.state.walls.get(courtCode);
  }

  put(by: WallCaller, slots: readonly { slotId: SlotId; layout: SlotLayout; expectedVersion?: number }[]): string {
    const commandId = this.newCommand();
    const asked = slots.map(({ slotId, layout, expectedVersion = this.versionOf(slotId) }) => ({ slotId, layout, expectedVersion }));
    return this.do(by, (state, at) => putLayouts(state, { commandId, what: { kind: 'edit', label: '' }, slots: asked }, by, at));
  }

  undo(by: WallCaller): string {
    const takeId = this.wall?.past.at(-1)?.takeId ?? this.newCommand();
    return this.do(by, (state, at) => undoTake(state, { takeId }, by, at));
  }

  deal(slotId: SlotId, feedIds: readonly FeedId[]): void {
    this.at += 1;
    this.enter(slotEvent({ courtCode, slotId }, { name: 'slot.dealt', data: { layout: { ...gridOfFeeds({ columns: 2, rows: 1 }, feedIds), mode: 'auto' } } }));
  }
}

const edited = (layout: SlotLayout, tileIndex: number, change: Partial<WallTile>): SlotLayout =>
  ({ ...layout, mode: 'manual', tiles: layout.tiles.map((tile, index) => (index === tileIndex % layout.tiles.length ? { ...tile, ...change } : tile)) });
const standingOf = (layout: SlotLayout, tiles = layout.tiles) => tiles.map((tile) => [layout.columns, layout.rows, { ...tile, locked: true, look: PLAIN_LOOK }]);
const lockedOf = (layout: SlotLayout) => standingOf(layout, layout.tiles.filter(({ locked }) => locked));

type Step = { readonly do: string; readonly a: number; readonly b: number; readonly c: number; readonly stale: boolean };
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('edit', 'edit', 'divide', 'lock', 'unlock', 'auto', 'two', 'broken', 'deal', 'undo', 'undo', 'adjust', 'baton', 'free'),
  a: fc.nat(20), b: fc.nat(20), c: fc.nat(20), stale: fc.nat(6).map((number) => number === 0),
});

function take(hall: Hall, { do: what, a, b, c, stale }: Step): string {
  const by = person(a % 2);
  const slotId = slotOf(b);
  const layout = hall.layoutOf(slotId);
  const put = (after: SlotLayout) => hall.put(by, [{ slotId, layout: after, ...(stale && { expectedVersion: hall.versionOf(slotId) - 1 }) }]);
  switch (what) {
    case 'edit': return put(edited(layout, c, { content: feedContent(feed(c)) }));
    case 'divide': return put(DIVISIONS[c % DIVISIONS.length]!.layout);
    case 'lock': return put(edited(layout, c, { locked: true }));
    case 'unlock': return put({ ...layout, tiles: layout.tiles.map((tile) => ({ ...tile, locked: false })) });
    case 'auto': return put({ ...layout, mode: 'auto' });
    case 'two': return hall.put(by, [slotId, slotOf(b + 1)].map((id) => ({ slotId: id, layout: edited(hall.layoutOf(id), c, { content: { kind: 'clock' } }) })));
    case 'broken': return put({ ...layout, columns: 1, rows: 1, tiles: [...layout.tiles, ...layout.tiles] });
    case 'deal': {
      if (layout.mode === 'auto' && lockedOf(layout).length === 0) {
        hall.deal(slotId, [feed(c)]);
      }
      return 'done';
    }
    case 'undo': return hall.undo(by);
    case 'adjust': {
      const { column, row } = layout.tiles[c % layout.tiles.length]!;
      return hall.do(by, (state, at) => adjustTiles(state, { tiles: [{ slotId, column, row, look: { zoom: 2, x: 0, y: 0, frozenAt: null, volume: 1 } }] }, by, at));
    }
    case 'baton': return hall.do(by, (state, at) => takeBaton(state, { reason: '' }, by, { at, ...everybodyIsHere, mayCommand: false }));
    default: return hall.do(by, (state, at) => returnBaton(state, by, at));
  }
}

describe('a wall in two people’s hands', () => {
  it('loses nobody’s change, changes nothing that is locked, is always a layout, and is the same everywhere', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 15, maxLength: 60, size: 'max' }), (steps) => {
        const hall = new Hall();
        for (const one of steps) {
          const before = hall.state;
          const hand = handOf(hall.wall?.baton ?? null, hall.at + 1);
          const outcome = take(hall, one);
          met.add(`${one.do}: ${outcome}`);
          expect(outcome === 'done' || hall.state === before).toBe(true);
          const isChange = outcome === 'done' && !['deal', 'baton', 'free'].includes(one.do);
          expect(isChange && one.stale && !['two', 'undo', 'adjust'].includes(one.do)).toBe(false);
          expect(!isChange || hand === null || hand.userId === person(one.a % 2).userId).toBe(true);
          for (const [key, { layout, layoutVersion }] of hall.state.slots) {
            const then = before.slots.get(key)!;
            expect(isLayout(layout)).toBe(true);
            expect(layoutVersion >= then.layoutVersion).toBe(true);
            // It may be unlocked, or the step that locked it taken back; nothing else.
            expect(standingOf(layout)).toEqual(expect.arrayContaining(one.do === 'undo' ? [] : lockedOf(then.layout)));
          }
          expect(snapshotOf(hall.replica)).toEqual(JSON.parse(JSON.stringify(snapshotOf(hall.state))));
        }
      }),
      { numRuns: 150 },
    );
    expect(met).toEqual(new Set([...met, 'edit: conflict', 'edit: batonHeld', 'edit: tileLocked', 'broken: badLayout', 'undo: notFound', 'baton: batonHeld', 'free: noBaton']));
  });

  it('goes back step by step, exactly, whatever the hall dealt meanwhile; what nobody did is not undone', () => {
    fc.assert(
      fc.property(fc.array(step.filter(({ do: what }) => ['edit', 'divide', 'lock', 'two', 'auto', 'deal'].includes(what)), { maxLength: MAX_PAST }), (steps) => {
        const hall = new Hall();
        const stood: HallState['slots'][] = [];
        for (const one of steps) {
          const before = hall.state.slots;
          if (take(hall, one) === 'done' && one.do !== 'deal') {
            stood.push(before);
          }
        }
        for (const before of stood.toReversed()) {
          const touched = hall.wall!.past.at(-1)!.slots.map(({ slotId }) => slotId);
          expect(hall.undo(person(0))).toBe('done');
          for (const slotId of touched) {
            expect(hall.layoutOf(slotId)).toEqual(before.get(`${courtCode}/${slotId}`)!.layout);
          }
        }
        expect(hall.undo(person(0))).toBe('notFound');
      }),
      { numRuns: 150 },
    );
  });

  it('of two who start from the same picture one is told; on different displays both have their way', () => {
    const hall = new Hall();
    const [one, other] = [slotOf(0), slotOf(1)];
    const versions = [hall.versionOf(one), hall.versionOf(other)] as const;
    const layout = gridOfFeeds({ columns: 1, rows: 1 }, [feed(1)]);
    expect(hall.put(person(0), [{ slotId: one, layout, expectedVersion: versions[0] }])).toBe('done');
    // All or none: the second display is left alone, too.
    const untouched = hall.state;
    expect(hall.put(person(1), [{ slotId: other, layout, expectedVersion: versions[1] }, { slotId: one, layout, expectedVersion: versions[0] }])).toBe('conflict');
    expect(hall.state).toBe(untouched);
    expect(hall.put(person(1), [{ slotId: other, layout, expectedVersion: versions[1] }])).toBe('done');
  });

  it('a locked tile can be unlocked, and nothing else along with it', () => {
    const hall = new Hall();
    const slotId = slotOf(0);
    hall.put(person(0), [{ slotId, layout: edited(gridOfFeeds({ columns: 2, rows: 1 }, [feed(0), feed(1)]), 0, { locked: true }) }]);
    const layout = hall.layoutOf(slotId);
    expect(hall.put(person(1), [{ slotId, layout: edited(layout, 0, { locked: false, content: feedContent(feed(2)) }) }])).toBe('tileLocked');
    expect(hall.put(person(1), [{ slotId, layout: { ...layout, columns: 3 } }])).toBe('tileLocked');
    expect(hall.put(person(1), [{ slotId, layout: edited(layout, 1, { content: feedContent(feed(2)) }) }])).toBe('done');
    expect(hall.put(person(1), [{ slotId, layout: edited(hall.layoutOf(slotId), 0, { locked: false }) }])).toBe('done');
    expect(hall.put(person(1), [{ slotId, layout: edited(hall.layoutOf(slotId), 0, { content: feedContent(feed(2)) }) }])).toBe('done');
    expect(hall.layoutOf(slotId).tiles.map(tileKeyOf)).toEqual(['0-0', '1-0']);
  });
});

describe('the baton', () => {
  const [holder, other, third] = [person(0), person(1), person(2)];
  const takes = (hall: Hall, by: WallCaller, { here = true, mayCommand = false, reason = '' } = {}) =>
    hall.do(by, (state, at) => takeBaton(state, { reason }, by, { at, isHere: () => here, mayCommand }));
  const lends = (hall: Hall, by: WallCaller, toUserId: UserId, forMs = 60_000) => hall.do(by, (state, at) => lendBaton(state, { toUserId, forMs }, by, { at, ...everybodyIsHere }));
  const edits = (hall: Hall, by: WallCaller) => hall.put(by, [{ slotId: slotOf(0), layout: gridOfFeeds({ columns: 1, rows: 1 }, []) }]);
  const returns = (hall: Hall, by: WallCaller) => hall.do(by, (state, at) => returnBaton(state, by, at));
  const asks = (hall: Hall, by: WallCaller) => hall.do(by, (state, at) => askBaton(state, by, at));

  it('is one person’s; the commander takes it with a reason, anybody from a person who is gone', () => {
    const hall = new Hall();
    expect(asks(hall, other)).toBe('noBaton');
    expect(takes(hall, holder)).toBe('done');
    expect([edits(hall, holder), edits(hall, other)]).toEqual(['done', 'batonHeld']);
    expect(asks(hall, other)).toBe('done');
    expect(hall.wall?.baton?.asked).toMatchObject({ userId: other.userId });
    expect([takes(hall, other), takes(hall, other, { mayCommand: true })]).toEqual(['batonHeld', 'reasonNeeded']);
    expect(takes(hall, other, { mayCommand: true, reason: '抢险' })).toBe('done');
    expect([edits(hall, holder), edits(hall, other)]).toEqual(['batonHeld', 'done']);
    expect(takes(hall, third, { here: false })).toBe('done');
    expect(edits(hall, third)).toBe('done');
  });

  it('is lent for a time: while it lasts the borrower has it, then the holder again, without anybody’s doing', () => {
    const hall = new Hall();
    takes(hall, holder);
    expect(lends(hall, other, third.userId)).toBe('noBaton');
    expect(lends(hall, holder, holder.userId)).toBe('notFound');
    expect(lends(hall, holder, other.userId)).toBe('done');
    const { untilAt } = hall.wall!.baton!.loan!;
    expect([edits(hall, holder), edits(hall, other)]).toEqual(['batonHeld', 'done']);
    hall.at = untilAt - 1;
    expect([edits(hall, other), edits(hall, holder), returns(hall, other)]).toEqual(['batonHeld', 'done', 'noBaton']);
  });

  it('is given back by the borrower to the holder, by the holder to all, and taken back by whoever lent it', () => {
    const hall = new Hall();
    takes(hall, holder);
    lends(hall, holder, other.userId);
    expect(returns(hall, other)).toBe('done');
    expect(edits(hall, holder)).toBe('done');
    lends(hall, holder, other.userId);
    expect(takes(hall, other)).toBe('batonHeld');
    expect(takes(hall, holder)).toBe('done');
    expect([edits(hall, other), edits(hall, holder)]).toEqual(['batonHeld', 'done']);
    expect(hall.do(holder, (state) => passBaton(state, { toUserId: third.userId }, holder, everybodyIsHere))).toBe('done');
    expect([returns(hall, holder), returns(hall, third)]).toEqual(['noBaton', 'done']);
    expect(hall.wall?.baton).toBeNull();
    expect(edits(hall, other)).toBe('done');
  });
});

describe('the wall as a whole', () => {
  const by = person(0);
  it('is measured without overlap, and visited once', () => {
    const hall = new Hall();
    const at = (index: number, xMm: number) => ({ slotId: slotOf(index), xMm, yMm: 0, widthMm: 1_000, heightMm: 600 });
    const measure = (places: ReturnType<typeof at>[], expectedVersion = hall.wall?.version ?? 0) => hall.do(by, (state, now) => measureWall(state, { places, expectedVersion }, by, now));
    expect(measure([at(0, 0), at(1, 999)])).toBe('badLayout');
    expect(measure([at(0, 0), at(0, 2_000)])).toBe('badLayout');
    expect(measure([at(0, 0), at(1, 1_000)])).toBe('done');
    expect(measure([], 0)).toBe('conflict');
    expect(hall.wall?.places).toHaveLength(2);
    const visits = () => [hall.do(by, (state, now) => beginVisit(state, { note: '开放日' }, by, now)), hall.wall?.visit?.sinceAt];
    expect(visits()).toEqual(visits());
    expect(hall.do(by, (state, now) => endVisit(state, by, now))).toBe('done');
    expect(hall.wall?.visit).toBeNull();
  });

  it('has presets with keys of their own for each person, the court, each operation; a person’s are theirs alone', () => {
    const hall = new Hall();
    const slots = [{ slotId: slotOf(0), layout: gridOfFeeds({ columns: 1, rows: 1 }, [feed(0)]) }];
    let ids = 0;
    const save = (who: WallCaller, change: Partial<Parameters<typeof savePreset>[1]>) => hall.do(who, (state) => savePreset(state, {
      presetId: null, newId: uuid(7, (ids += 1)) as never, expectedVersion: 0, name: '早班', scope: 'person', operationId: null, key: 1, slots, ...change,
    }, who));
    const [one, other] = [person(0), person(1)];
    expect(save(one, {})).toBe('done');
    expect(save(one, { name: '晚班' })).toBe('presetKeyTaken');
    expect([save(one, { key: 2 }), save(one, { key: null }), save(other, {}), save(one, { scope: 'court' })]).toEqual(['done', 'done', 'done', 'done']);
    expect(save(other, { scope: 'court' })).toBe('presetKeyTaken');
    expect(save(one, { scope: 'operation' })).toBe('badInput');
    const first = hall.state.presets.find(({ ownerId, key }) => ownerId === one.userId && key === 1)!;
    expect(save(other, { presetId: first.presetId, expectedVersion: 1 })).toBe('forbidden');
    expect(save(one, { presetId: first.presetId, expectedVersion: 0 })).toBe('conflict');
    expect(save(one, { presetId: first.presetId, expectedVersion: 1, name: '改名' })).toBe('done');
    const removes = (who: WallCaller) => hall.do(who, (state) => removePreset(state, { presetId: first.presetId, expectedVersion: 2 }, who));
    expect([removes({ ...other, courtCode: '闽01' as CourtCode }), removes(other), removes(one)]).toEqual(['notFound', 'forbidden', 'done']);
    expect(hall.state.presets.size).toBe(4);
  });

  it('has pictures that are drawn on until they are full, and wiped', () => {
    const hall = new Hall();
    const draw = (index: number, points = [0, 0, 1, 1]) =>
      hall.do(by, (state) => drawStroke(state, { feedId: feed(0), strokeId: uuid(8, index) as StrokeId, colour: 'cyan', points }, by));
    expect(draw(0, [0, 0, 1, 1, 1])).toBe('badInput');
    expect(new Set(Array.from({ length: MAX_STROKES }, (_, index) => draw(index)))).toEqual(new Set(['done']));
    expect([draw(0), draw(MAX_STROKES)]).toEqual(['done', 'tooManyStrokes']);
    const strokes = () => hall.replica.drawings.get(feed(0))!.strokes;
    expect(strokes()).toHaveLength(MAX_STROKES);
    expect(strokes()[0]).toMatchObject({ byName: by.name, colour: 'cyan' });
    const wipe = (strokeId: StrokeId | null) => hall.do(by, (state) => wipeStrokes(state, { feedId: feed(0), strokeId }, by));
    wipe(uuid(8, 3) as StrokeId);
    expect(strokes().map(({ strokeId }) => strokeId)).not.toContain(uuid(8, 3));
    wipe(null);
    expect(strokes()).toEqual([]);
  });
});
