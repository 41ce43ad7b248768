import { expect, it, vi } from 'vitest';
import { requests } from '#protocol/contract.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { readReel } from './readReel.ts';

it('asks for whole milliseconds, whatever the clock says, and for no less than was wished', async () => {
  const request = vi.fn<(name: string, input: { from: number; to: number }) => Promise<unknown>>(async () => ({ before: [], entries: [] }));
  await readReel({ request } as never, { courtCode: '闽' as CourtCode, from: 1_000.25, to: 2_000.75 });
  const input = request.mock.calls[0]?.[1];
  expect(requests['wall.history'].input.safeParse(input).success).toBe(true);
  expect(input).toEqual({ from: 1_000, to: 2_001 });
});
