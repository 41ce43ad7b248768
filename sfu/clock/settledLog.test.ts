import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createMemoryJournal } from '../log/memoryJournal.ts';
import { openTestLog } from '../testing/testLog.ts';
import { settledLog } from './settledLog.ts';
import { VirtualClock } from './virtualClock.ts';

const START = Date.UTC(2026, 10, 22);
const event = { name: 'centre.returned', subject: 'centre/闽', courtCode: '闽' as never, data: {} } as const;

async function openSlowLog() {
  const journal = createMemoryJournal();
  const slow = Object.assign(Object.create(journal) as typeof journal, {
    append: async (batch: Parameters<typeof journal.append>[0]) => {
      for (let turn = 0; turn < 10; turn++) {
        await setImmediate();
      }
      return journal.append(batch);
    },
  });
  return openTestLog({ journal: slow });
}

describe('a step of the clock', () => {
  it('waits for what its timers ask of the log, and for what follows from that', async () => {
    const { log, journal, seed } = await openSlowLog();
    const clock = VirtualClock.create({ at: START, rate: 0 });
    clock.settleBy(() => settledLog(log));
    const raised: number[] = [];
    const climb = async () => {
      for (let step = 0; step < 4; step++) {
        await seed(event);
      }
      raised.push(clock.now() - START);
      clock.at(clock.now() + 60_000, () => void climb());
    };
    clock.at(START + 60_000, () => void climb());
    await clock.advance(200_000);
    expect(raised).toEqual([60_000, 120_000, 180_000]);
    // A log that cannot be written holds nobody up.
    journal.setDown('diskFull');
    clock.at(START + 210_000, () => void seed(event).catch(() => undefined));
    await clock.advance(20_000);
    expect(clock.now()).toBe(START + 220_000);
    await log.close();
  });
});
