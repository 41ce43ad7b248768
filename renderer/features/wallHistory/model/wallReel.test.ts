import { describe, expect, it } from 'vitest';
import { uniformLayout } from '#domain/wall/layouts.ts';
import { AppError } from '#protocol/errors.ts';
import { courtCode, slotId } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { readReel } from './readReel.ts';
import { momentAt, wallReel } from './wallReel.ts';

const COURT = courtCode.parse('闽0203');
const [ONE, TWO] = [slotId.parse('wall-1'), slotId.parse('wall-2')];
const grid = (columns: number) => uniformLayout({ columns, rows: 1 });
const take = (digit: number) => `019a0000-0000-7000-8000-00000000000${digit}`;
const actor = { kind: 'user', userId: '019a0000-0000-7000-8000-000000000009', name: '林' };
let sequence = 0;
const entry = (at: number, name: string, data: unknown): WireEntry => ({ sequence: (sequence += 1), at, name, subject: `wall/${COURT}`, version: sequence, courtCode: COURT, actor, data }) as WireEntry;
const put = (at: number, digit: number, ...slots: [typeof ONE, number][]) => entry(at, 'wall.put', { takeId: take(digit), what: { kind: 'edit', label: '' }, slots: slots.map(([slot, columns]) => ({ slotId: slot, layout: grid(columns) })) });
const undone = (at: number, digit: number) => entry(at, 'wall.undone', { takeId: take(digit) });
type History = RequestOutput<'wall.history'>;
const before = [{ slotId: ONE, layout: grid(1) }, { slotId: TWO, layout: grid(1) }];
const columnsOf = (layouts: ReadonlyMap<typeof ONE, { columns: number }>) => [ONE, TWO].map((slot) => layouts.get(slot)?.columns);

describe('the wall of the past', () => {
  it('stands as it was put, step by step, and as it was before a step that was taken back', () => {
    const history: History = { before, entries: [put(20, 1, [ONE, 3]), put(30, 2, [ONE, 4], [TWO, 4]), undone(40, 2)] };
    const { moments, uncertainFrom } = wallReel(history, { courtCode: COURT, from: 10 });
    expect(moments.map(({ at, layouts, slotIds }) => [at, columnsOf(layouts), slotIds])).toEqual([
      [10, [1, 1], []],
      [20, [3, 1], [ONE]],
      [30, [4, 4], [ONE, TWO]],
      [40, [3, 1], [ONE, TWO]],
    ]);
    expect(uncertainFrom).toBeNull();
    expect([5, 10, 29, 30, 99].map((at) => momentAt(moments, at))).toEqual([0, 0, 1, 2, 3]);
  });

  it('is read from further back when a step from before was taken back in it', async () => {
    const link = new FakeHallLink();
    link.goOnline();
    const long = { before, entries: [put(9_000_000, 1, [TWO, 5]), undone(10_000_000, 1)] };
    link.answers['wall.history'] = ({ from }) => (from < 9_000_000 ? long : { before: [{ slotId: ONE, layout: grid(1) }, { slotId: TWO, layout: grid(5) }], entries: long.entries.slice(1) });
    const { moments, uncertainFrom } = await readReel(link, { courtCode: COURT, from: 9_500_000, to: 11_000_000 });
    expect(uncertainFrom).toBeNull();
    expect(moments.map(({ at, layouts }) => [at, columnsOf(layouts)])).toEqual([[9_500_000, [1, 5]], [10_000_000, [1, 1]]]);
  });

  it('says from when it is not sure where the longer stretch is refused', async () => {
    const link = new FakeHallLink();
    link.goOnline();
    link.answers['wall.history'] = ({ from }) => {
      if (from < 9_500_000) {
        throw new AppError('tooLarge');
      }
      return { before, entries: [undone(10_000_000, 1)] };
    };
    expect((await readReel(link, { courtCode: COURT, from: 9_500_000, to: 11_000_000 })).uncertainFrom).toBe(10_000_000);
  });
});
