import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAttention, URGENCIES, type Cue } from './createAttention.ts';
import { cuesOfPanel, inOrder, markOf, soundPlan } from './readCues.ts';

const MINUTE_MS = 60_000;

function setUp() {
  const kept: number[] = [];
  let at = 1_000;
  const attention = createAttention({ now: () => at, loudness: { read: () => null, write: (volume) => kept.push(volume) } });
  const cue = (id: string, more: Partial<Cue> = {}): Cue => ({ id, panel: 'alarms', urgency: 'urgent', at, title: id, ...more });
  return {
    attention,
    kept,
    cue,
    wait: (ms: number) => (at += ms),
    mark: (panel = 'alarms') => markOf(cuesOfPanel(attention.state.getState(), panel)),
    plan: () => soundPlan(attention.state.getState(), at),
    chimes: () => attention.state.getState().chimes,
  };
}

describe('attention', () => {
  it('is a dot, a number, or a number that calls until it is answered', () => {
    const { attention, cue, mark, plan } = setUp();
    attention.raise(cue('a', { urgency: 'info' }));
    expect(mark()).toEqual({ urgency: 'info', count: 0, calling: false });
    attention.raise(cue('b', { urgency: 'notice' }));
    expect([mark(), plan().siren]).toEqual([{ urgency: 'notice', count: 1, calling: false }, 0]);
    attention.raise(cue('c'));
    expect([mark(), plan().siren]).toEqual([{ urgency: 'urgent', count: 2, calling: true }, 0.6]);
    attention.acknowledge('c');
    expect([mark(), plan().siren]).toEqual([{ urgency: 'urgent', count: 2, calling: false }, 0]);
    attention.clear('c');
    expect(mark()).toEqual({ urgency: 'notice', count: 1, calling: false });
  });

  it('knows what was in front of the dispatcher, but for what must be answered', () => {
    const { attention, cue, mark } = setUp();
    attention.raise(cue('a', { urgency: 'notice' }));
    attention.raise(cue('b'));
    attention.raise(cue('o', { urgency: 'notice', panel: 'orders' }));
    attention.see(['alarms']);
    expect([mark(), mark('orders')?.count]).toEqual([{ urgency: 'urgent', count: 1, calling: true }, 1]);
    attention.raise(cue('n', { urgency: 'notice' }));
    expect(mark()?.count).toBe(1);
    attention.see([]);
    attention.raise(cue('n', { urgency: 'notice' }));
    expect(mark()?.count).toBe(2);
  });

  it('does not take for known what came while the window could not be seen', () => {
    const { attention, cue, mark } = setUp();
    attention.see(['alarms']);
    attention.setWatched(false);
    attention.raise(cue('a', { urgency: 'notice' }));
    expect(mark()?.count).toBe(1);
    attention.setWatched(true);
    expect(mark()).toBeNull();
  });

  it('is heard again only when it became more urgent', () => {
    const { attention, cue, chimes, plan } = setUp();
    attention.raise(cue('a', { urgency: 'info' }));
    expect(chimes()).toBe(0);
    attention.raise(cue('a', { urgency: 'notice' }));
    attention.raise(cue('a', { urgency: 'notice', title: 'changed' }));
    expect(chimes()).toBe(1);
    attention.raise(cue('a'));
    attention.acknowledge('a');
    attention.raise(cue('a', { title: 'still there' }));
    expect([chimes(), plan().siren]).toEqual([2, 0]);
  });

  it('is quiet for a while when muted, but a new call for help is heard once', () => {
    const { attention, cue, plan, wait } = setUp();
    attention.mute(5 * MINUTE_MS);
    expect(plan()).toEqual({ siren: 0, chime: 0, once: 0 });
    attention.raise(cue('a'));
    expect(plan().siren).toBe(0);
    expect(plan().once).toBeGreaterThan(0);
    attention.raise(cue('b', { urgency: 'notice' }));
    expect(plan()).toEqual({ siren: 0, chime: 0, once: 0 });
    wait(5 * MINUTE_MS);
    expect(plan()).toMatchObject({ siren: 0.6, once: 0 });
    attention.mute(MINUTE_MS);
    attention.mute(0);
    expect(plan().siren).toBe(0.6);
  });

  it('cannot be turned off altogether, and stays as loud on this machine', () => {
    const { attention, cue, kept, plan } = setUp();
    attention.raise(cue('a'));
    attention.setVolume(0);
    expect(plan().siren).toBe(0.1);
    expect(kept).toEqual([0.1]);
    expect(createAttention({ now: () => 0, loudness: { read: () => 0.1, write: () => undefined } }).state.getState().volume).toBe(0.1);
  });

  it('never calls while nothing urgent waits, whatever was raised, seen and cleared', () => {
    const step = fc.record({ id: fc.constantFrom('a', 'b', 'c'), urgency: fc.constantFrom(...URGENCIES), what: fc.constantFrom('raise', 'clear', 'acknowledge', 'see') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { attention, cue, plan } = setUp();
        const waiting = new Set<string>();
        const urgent = new Set<string>();
        for (const { id, urgency, what } of steps) {
          if (what === 'raise') {
            attention.see([]);
            attention.raise(cue(id, { urgency }));
            if (urgency === 'urgent' && !urgent.has(id)) waiting.add(id);
            if (urgency === 'urgent') urgent.add(id);
            else {
              urgent.delete(id);
              waiting.delete(id);
            }
          } else if (what === 'see') {
            attention.see(['alarms']);
          } else {
            attention[what](id);
            waiting.delete(id);
            if (what === 'clear') urgent.delete(id);
          }
          expect(plan().siren > 0).toBe(waiting.size > 0);
        }
      }),
    );
  });

  it('lists the worst first, and of those the newest', () => {
    const { attention, cue, wait } = setUp();
    attention.raise(cue('n', { urgency: 'notice' }));
    attention.raise(cue('old'));
    wait(5);
    attention.raise(cue('new'));
    expect(inOrder(attention.state.getState().cues.values()).map(({ id }) => id)).toEqual(['new', 'old', 'n']);
  });
});
