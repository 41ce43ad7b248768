import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { putLayouts, undoTake } from '#domain/wall/decide/decidePut.ts';
import { adjustTiles } from '#domain/wall/decide/decideWall.ts';
import { slotEvent, takeSlot } from '#domain/wall/decideSlot.ts';
import { DIVISIONS } from '#domain/wall/layouts.ts';
import { court, newId, openTestLog } from '../../testing/testLog.ts';
import { readWallHistory } from './readWallHistory.ts';

const courtCode = court('闽02');
const slotOf = (index: number) => `wall-${1 + (index % 3)}` as SlotId;
const by = { userId: newId.user(), name: '林', courtCode };
const actor = { kind: 'person' as const, ...by };

async function begin() {
  let at = 1_000;
  const test = await openTestLog({ now: () => (at += 1) });
  const run = (decide: (state: HallState, at: number) => Decision<unknown>) => test.log.execute({ commandId: null, name: 'test', input: {}, actor, via: null, decide }).catch(() => null);
  const steps = {
    take: (index: number) => run((state) => takeSlot(state, { courtCode, slotId: slotOf(index) }, '一号机')),
    deal: (index: number) => test.seed(slotEvent({ courtCode, slotId: slotOf(index) }, { name: 'slot.dealt', data: { layout: { ...DIVISIONS[index % 4]!.layout, mode: 'auto' } } })),
    put: (index: number) => run((state, now) => putLayouts(state, {
      commandId: newId.command(), what: { kind: 'edit', label: '' },
      slots: [slotOf(index), slotOf(index + 1)].slice(0, 1 + (index % 2)).map((slotId) => ({ slotId, layout: DIVISIONS[index % DIVISIONS.length]!.layout, expectedVersion: state.slots.get(`${courtCode}/${slotId}`)?.layoutVersion ?? 0 })),
    }, by, now)),
    undo: () => run((state, now) => undoTake(state, { takeId: state.walls.get(courtCode)?.past.at(-1)?.takeId ?? newId.command() }, by, now)),
    adjust: (index: number) => run((state, now) => adjustTiles(state, { tiles: [{ slotId: slotOf(index), column: 0, row: 0, look: { zoom: 1 + (index % 7), x: 0, y: 0, frozenAt: null, volume: 0 } }] }, by, now)),
  };
  const layouts = () => new Map([...test.log.state.slots.values()].map(({ slotId, layout }) => [slotId, layout]));
  const read = (from: number, to: number) => readWallHistory(test.journal, test.log.state, courtCode, { from, to });
  return { ...test, steps, layouts, read, now: () => at };
}

it('says what stood on each display at any moment, whatever was put up and taken back before and after, and what was done since', async () => {
  const step = fc.record({ do: fc.constantFrom('take', 'deal', 'put', 'put', 'undo', 'undo', 'adjust'), index: fc.nat(20) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const hall = await begin();
      const moments = [{ at: hall.now() + 1, layouts: hall.layouts(), entries: 0 }];
      for (const one of steps) {
        await hall.steps[one.do as 'take'](one.index);
        moments.push({ at: hall.now() + 1, layouts: hall.layouts(), entries: hall.entries().length });
      }
      const end = hall.now() + 1;
      for (const { at, layouts, entries } of moments) {
        const { before, entries: since } = await hall.read(at, end);
        expect(new Map(before.map(({ slotId, layout }) => [slotId, layout]))).toEqual(layouts);
        expect(since.map(({ sequence }) => sequence)).toEqual(hall.entries().slice(entries).map(({ sequence }) => sequence));
      }
    }),
    { numRuns: 60 },
  );
});

it('says so when there is too much, and when the log cannot be read', async () => {
  const hall = await begin();
  await hall.steps.take(0);
  await hall.steps.deal(0);
  await hall.seed(...Array.from({ length: 2_001 }, () => slotEvent({ courtCode, slotId: slotOf(0) }, { name: 'slot.released', data: {} })));
  await expect(hall.read(0, hall.now())).rejects.toMatchObject({ code: 'tooLarge' });
  expect((await hall.read(hall.now() + 1, hall.now() + 1)).before).toMatchObject([{ slotId: 'wall-1', layout: { mode: 'auto' } }]);
  hall.journal.setDown('away');
  await expect(hall.read(hall.now() + 1, hall.now() + 1)).rejects.toMatchObject({ code: 'logUnavailable' });
});
