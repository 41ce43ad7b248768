import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { z } from 'zod';
import { actOnTask } from '#domain/tasks/decide/actOnTask.ts';
import { BOOK, SMALL_FLOW } from '#domain/tasks/taskRig.ts';
import { alarmId } from '#protocol/nouns/ids.ts';
import { flow } from '#protocol/tasks/flows.ts';
import { settledLog } from '../../clock/settledLog.ts';
import { VirtualClock } from '../../clock/virtualClock.ts';
import { openSigningKey } from '../../keys/signingKey.ts';
import { EventLog } from '../../log/eventLog.ts';
import { openStorage } from '../../persistence/storage.ts';
import { LAPSE, RECEIPT, sending } from './deadlinesRig.ts';
import { TaskDeadlines } from '../../tasks/deadlines/taskDeadlines.ts';

/** What the test that kills this process tells it, as one line; times in ms since the epoch. */
const orders = z.strictObject({ storageDir: z.string(), tasks: z.int(), fromAt: z.int(), untilAt: z.int() });
export type DeadlineOrders = z.input<typeof orders>;

const STEP_MS = 3_600_000;

/** Deadlines of tasks on a hall's log whose hours pass at once, made to be killed: says on stdout how far it came, and each time that something was told. */
async function main(): Promise<void> {
  const [line] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
  const { storageDir, tasks, fromAt, untilAt } = orders.parse(JSON.parse(line));
  const logger = pino({ level: 'error' }, pino.destination(2));
  const storage = await openStorage({ storageDir, databaseUrl: null, exclusive: true });
  const clock = VirtualClock.create({ at: fromAt, rate: 0 });
  const log = await EventLog.open({ journal: storage.journal, key: openSigningKey(storage.folder, 'log'), now: () => clock.now(), log: logger, snapshotEvery: 40 });
  clock.settleBy(() => settledLog(log));
  const book = { ...BOOK, flows: [flow.parse({ ...SMALL_FLOW, clocks: [RECEIPT, { ...LAPSE, period: { count: 9, unit: 'days' } }] })] };
  if (log.state.tasks.size === 0) {
    const events = Array.from({ length: tasks }, (_, place) => sending(1 + place, { urgent: place % 2 === 0 })).flat();
    await log.execute({ commandId: null, name: 'test.send', input: {}, actor: { kind: 'hall' }, via: null, decide: () => ({ events, answer: () => null }) });
  }
  TaskDeadlines.create({
    log, rules: { book }, clock, logger,
    alarms: { raise: async () => alarmId.parse('00000000-0000-4000-8000-000000000099') },
    desk: { act: async (input, { by, ...as }) => (await log.execute({ ...as, name: 'task.act', input, decide: (state, at) => actOnTask(state, input, { book, by, at }) })).answer.task },
  });
  log.onAppended(({ entries }) => void (entries.some(({ name }) => name === 'task.told') && writeSync(1, 'told\n')));
  for (let at = fromAt; at < untilAt; at += STEP_MS) {
    writeSync(1, `${at}\n`);
    await clock.advanceTo(at + STEP_MS);
  }
  await log.close();
  await storage.close();
  writeSync(1, 'done\n');
  process.exit(0);
}

await main();
