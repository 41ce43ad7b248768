import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { unitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import type { FieldWorkState } from './fieldWork.ts';
import { QuietLine } from './quietLine.ts';
import { anAnswer, anInstruction, UNIT_ID } from './testing/instructions.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const WAITS = anAnswer(anInstruction(), 'instruction.accept');
const settled = () => vi.advanceTimersByTimeAsync(0);

function aPage({ taken = false, author = UNIT_ID } = {}) {
  const links: FakeHallLink[] = [];
  const state = createStore<FieldWorkState>(() => ({ items: [WAITS], sending: null, problem: null, storage: 'ready', author: { unitId: author, name: '' }, instructions: [] }));
  const isRunning = createStore(() => ({ running: false }));
  const others = { taken };
  const detached = vi.fn<() => void>();
  const line = QuietLine.create({
    work: { state, attach: () => detached },
    connect: () => {
      const link = new FakeHallLink();
      links.push(link);
      return link;
    },
    isRunning,
    isSomePageSending: () => Promise.resolve(others.taken),
  });
  return { links, state, isRunning, others, detached, line };
}

describe('the quiet line', () => {
  it('is open while something waits, and closed once it is sent', async () => {
    const { links, state, detached, line } = aPage();
    await settled();
    links[0]!.goOnline();
    expect(line.state.getState().phase).toBe('online');
    state.setState({ items: [{ ...WAITS, outcome: { state: 'sent', at: 1, report: null } }] });
    expect([links[0]!.state.getState().phase, detached.mock.calls.length, line.state.getState().phase]).toEqual(['closed', 1, null]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(links).toHaveLength(1);
  });

  it('gives way to the station, which has a line of its own', async () => {
    const { links, isRunning } = aPage();
    await settled();
    isRunning.setState({ running: true });
    expect(links[0]!.state.getState().phase).toBe('closed');
    isRunning.setState({ running: false });
    await settled();
    expect(links).toHaveLength(2);
  });

  it('never takes the line from another page, and is there when that page is gone', async () => {
    const { links, others } = aPage({ taken: true });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(links).toHaveLength(0);
    others.taken = false;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(links).toHaveLength(1);
    others.taken = true;
    links[0]!.refuse('replaced');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(links).toHaveLength(1);
  });

  it('leaves what waits for another unit alone', async () => {
    const { links } = aPage({ author: unitId.parse('0190a0b0-0000-7000-8000-0000000000c9') });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(links).toHaveLength(0);
  });
});
