import { expect, it } from 'vitest';
import { gridOfFeeds, uniformLayout } from '#domain/wall/layouts.ts';
import { feedId, slotId } from '#protocol/nouns/ids.ts';
import { restored } from './restored.ts';

const id = (digit: number) => feedId.parse(`019a0000-0000-7000-8000-00000000000${digit}`);
const [ONE, TWO, GONE] = [slotId.parse('wall-1'), slotId.parse('wall-2'), slotId.parse('wall-3')];

it('puts the past on the displays that there are, without feeds that are gone', () => {
  const present = new Map([[ONE, uniformLayout({ columns: 1, rows: 1 })], [TWO, uniformLayout({ columns: 2, rows: 1 })]]);
  const then = { ...gridOfFeeds({ columns: 2, rows: 1 }, [id(1), id(2)]), mode: 'auto' as const };
  const wall = restored(new Map([[ONE, then], [GONE, then]]), present, new Set([id(2)]));
  expect([...wall.keys()]).toEqual([ONE, TWO]);
  expect(wall.get(TWO)).toBe(present.get(TWO));
  expect(wall.get(ONE)).toMatchObject({ mode: 'manual', columns: 2, tiles: [{ content: { kind: 'empty' } }, { content: { kind: 'feed', feedId: id(2) } }] });
});
