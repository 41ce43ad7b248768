import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { z } from 'zod';
import { AppError } from '#protocol/errors.ts';
import { commandId, courtCode, unitId } from '#protocol/nouns/ids.ts';
import { enrolUnit } from '#domain/units/decideUnit.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { EventLog } from '../log/eventLog.ts';
import { openStorage } from '../persistence/storage.ts';

/** What the test that kills this process tells it, as one line. */
const orders = z.strictObject({
  storageDir: z.string(),
  databaseUrl: z.string().nullable(),
  callers: z.int(),
  commands: z.array(z.strictObject({ commandId, unitId })),
});
export type LoadOrders = z.input<typeof orders>;

/** A hall's log under load, made to be killed: says on stdout, a line each, which commands it acknowledged. */
async function main(): Promise<void> {
  const [line] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
  const { storageDir, databaseUrl, callers, commands } = orders.parse(JSON.parse(line));
  const storage = await openStorage({ storageDir, databaseUrl, exclusive: true });
  const eventLog = await EventLog.open({ journal: storage.journal, key: openSigningKey(storage.folder, 'log'), now: Date.now, log: pino({ level: 'warn' }, pino.destination(2)), snapshotEvery: 40 });
  const queue = commands.values();
  const court = courtCode.parse('闽');
  const enrol = async (command: (typeof commands)[number]): Promise<boolean> => {
    try {
      const { repeated } = await eventLog.execute({
        commandId: command.commandId, name: 'unit.enrol', input: { unitId: command.unitId }, actor: { kind: 'hall' }, via: null,
        decide: (state) => enrolUnit(state, { unitId: command.unitId, courtCode: court, name: '单兵', teamName: '一组', kind: 'phone', expiresAt: 1 }),
        also: (stores, at) => stores.sightings.put([{ unitId: command.unitId, lastSeenAt: at }]),
      });
      return repeated;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'logUnavailable') {
        throw error;
      }
      // As a console does: again, under the same id.
      await setTimeout(20);
      return enrol(command);
    }
  };
  const caller = async () => {
    for (const command of queue) {
      const repeated = await enrol(command);
      // At once and without a buffer: what was said before the kill was said.
      writeSync(1, `${command.commandId} ${repeated ? 'again' : 'new'}\n`);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  await eventLog.close();
  await storage.close();
  writeSync(1, 'done\n');
  process.exit(0);
}

await main();
