import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TimeQueue } from './timeQueue.ts';

it('gives what is due in the order of times, each once and by its latest time', () => {
  const steps = fc.array(fc.record({ id: fc.integer({ min: 0, max: 20 }), at: fc.option(fc.integer({ min: 0, max: 100 })), takeBy: fc.option(fc.integer({ min: 0, max: 100 })) }), { maxLength: 200 });
  fc.assert(fc.property(steps, (all) => {
    const queue = new TimeQueue<number>();
    const model = new Map<number, number>();
    for (const { id, at, takeBy } of all) {
      queue.set(id, at);
      if (at === null) model.delete(id);
      else model.set(id, at);
      expect(queue.firstAt).toBe(model.size === 0 ? null : Math.min(...model.values()));
      if (takeBy === null) continue;
      const taken = queue.takeDueBy(takeBy);
      expect(taken.toSorted((one, other) => one - other)).toEqual([...model].filter(([, time]) => time <= takeBy).map(([key]) => key).toSorted((one, other) => one - other));
      const times = taken.map((key) => model.get(key)!);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      taken.forEach((key) => model.delete(key));
    }
  }));
});
