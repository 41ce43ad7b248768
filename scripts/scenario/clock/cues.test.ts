import { describe, expect, it } from 'vitest';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { Cues } from './cues.ts';

const entry = (name: string) => ({ name }) as WireEntry;
const started = () => {
  const faults: unknown[] = [];
  return { faults, cues: Cues.create({ onFault: (error) => faults.push(error) }) };
};

describe('what is played at once', () => {
  it('is idle when every part waits, and goes on in the order of time', async () => {
    const { cues } = started();
    const done: string[] = [];
    for (const at of [300, 100, 200]) {
      cues.start(async () => {
        await cues.until(at);
        done.push(`${at}`);
        await cues.until(at + 150);
        done.push(`${at}+`);
      });
    }
    await cues.idle();
    expect([done, cues.nextAt]).toEqual([[], 100]);
    expect(cues.runDue(99)).toBe(false);
    while (cues.nextAt < Infinity) {
      cues.runDue(cues.nextAt);
      await cues.idle();
    }
    expect(done).toEqual(['100', '200', '100+', '300', '200+', '300+']);
  });

  it('hears the first entry that fits, or gives up when its time is over', async () => {
    const { cues } = started();
    const heard: (string | undefined)[] = [];
    for (const name of ['step.signed', 'step.refused']) {
      cues.start(async () => {
        heard.push((await cues.entry((one) => one.name === name, 1_000))?.name);
      });
    }
    await cues.idle();
    cues.hear([entry('step.begun'), entry('step.signed'), entry('step.signed')]);
    expect(cues.isAtWork).toBe(true);
    await cues.idle();
    expect(heard).toEqual(['step.signed']);
    cues.runDue(1_000);
    await cues.idle();
    expect(heard).toEqual(['step.signed', undefined]);
    expect(cues.nextAt).toBe(Infinity);
  });

  it('goes on when one part fails, and says so', async () => {
    const { cues, faults } = started();
    const done: string[] = [];
    cues.start(() => Promise.reject(new Error('no')));
    cues.start(async () => {
      await cues.until(10);
      done.push('yes');
    });
    await cues.idle();
    cues.runDue(10);
    await cues.idle();
    expect([done, faults]).toEqual([['yes'], [expect.objectContaining({ message: 'no' })]]);
  });

  it('that is closed wakes nobody', async () => {
    const { cues } = started();
    const done: string[] = [];
    cues.start(async () => {
      await cues.until(10);
      done.push('woken');
    });
    await cues.idle();
    cues.close();
    expect(cues.runDue(10)).toBe(false);
    await cues.idle();
    expect(done).toEqual([]);
  });
});
