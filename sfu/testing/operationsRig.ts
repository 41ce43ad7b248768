import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { FeedMedia } from '#protocol/media/feeds.ts';
import { alarmId, feedId, type FeedId } from '#protocol/nouns/ids.ts';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { planOperation } from '#domain/operations/decideOperation.ts';
import { AT, COURT, operationIdOf, planned, personOf, RULES, stepIdOf, unitIdOf } from '#domain/operations/operationRig.ts';
import { askSignature, beginStep, planStep, signStep, type Moment } from '#domain/steps/decideStep.ts';
import { VirtualClock } from '../clock/virtualClock.ts';
import { settledLog } from '../clock/settledLog.ts';
import type { MemoryJournal } from '../log/memoryJournal.ts';
import type { Alarms, Happening } from '../ports/alarms.ts';
import type { LiveMedia } from '../ports/feeds.ts';
import type { Stores } from '../ports/stores.ts';
import { openTestLog } from './testLog.ts';
import { Operations } from '../operations/operations.ts';

/*
 * Builds for tests: the rooms of operations on a real log in memory, on a clock that stands, with alarms that are noted and
 * recorders that are switched on and off.
 */

const feedIdOf = (number: number): FeedId => feedId.parse(`00000000-0000-4000-8000-4${String(number).padStart(11, '0')}`);
const VIDEO = { kind: 'video', mimeType: 'video/VP8', spatialLayers: 1, temporalLayers: 1 } as const;

export async function openOperationsRig(options: { stores?: Stores } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'operations-test-'));
  const clock = VirtualClock.create({ at: AT, rate: 0 });
  const now = () => clock.now();
  let test = await openTestLog({ ...options, now });
  clock.settleBy(() => settledLog(test.log));
  const raised: Happening[] = [];
  let failing = false;
  const alarms: Alarms = {
    raise: async (happening) => {
      if (failing) {
        throw new Error('nothing can be recorded');
      }
      // As the log does: one command is done once.
      if (!raised.some(({ commandId }) => commandId === happening.commandId)) {
        raised.push(happening);
      }
      return alarmId.parse('00000000-0000-4000-8000-000000000099');
    },
  };
  const media = createRecorders();
  const start = () => Operations.create({ log: test.log, stores: options.stores!, rules: RULES, clock, alarms, media, pictures: { has: async () => true }, folder, logger: pino({ level: 'silent' }) });
  await test.seed(
    ...['闽', '闽02', COURT].map((code) => ({ name: 'court.registered' as const, subject: `court/${code}`, courtCode: code as typeof COURT, data: { name: `${code}法院`, level: 'basic' as const, position: { longitudeDeg: 118, latitudeDeg: 24 }, validFrom: null, validTo: null, source: '' } })),
    ...[1, 2, 3].flatMap((number) => [
      { name: 'unit.enrolled' as const, subject: `unit/${unitIdOf(number)}`, courtCode: COURT, data: { name: `单兵${number}`, teamName: '', kind: 'recorder' as const } },
      { name: 'feed.opened' as const, subject: `feed/${feedIdOf(number)}`, courtCode: COURT, data: { unitId: unitIdOf(number), label: 'camera' } },
    ]),
  );
  let operations = start();

  const run = async (decide: (state: HallState, moment: Moment) => Decision<unknown>, actor = personOf(1)) => {
    await test.log.execute({ commandId: null, name: 'test', input: {}, actor, via: null, decide: (state, at) => decide(state, { ...RULES, at }) });
  };
  return {
    clock,
    media,
    raised,
    run,
    get log() {
      return test.log;
    },
    get operations() {
      return operations;
    },
    entries: () => test.entries(),
    setAlarmsDown: (down: boolean) => {
      failing = down;
    },
    setJournalDown: (down: boolean) => test.journal.setDown(down ? 'away' : null),
    /** An operation of units 1 and 2. */
    plan: () => run((state, moment) => planOperation(state, planned(), { ...moment, operationId: operationIdOf(1) })),
    /** A step that runs, over a leader's signature where papers are missing. */
    async begin(template: string, number = 1) {
      const about = (state: HallState) => ({ stepId: stepIdOf(number), expectedVersion: state.steps.get(stepIdOf(number))!.version });
      await run((state, moment) => planStep(state, { operationId: operationIdOf(1), template, facts: [], partyId: null, caseNumber: null, team: null, note: '' }, { ...moment, stepId: stepIdOf(number) }));
      if (template === 'search') {
        await run((state, moment) => askSignature(state, { ...about(state), reason: '紧急' }, moment));
        await run((state) => signStep(state, { ...about(state), reason: '同意' }, personOf(2)), personOf(2));
      }
      await run((state, moment) => beginStep(state, about(state), moment));
    },
    /** As if the hall had been killed: nothing is closed, everything is read anew; recorders come back when they are switched on. */
    async restart({ awayMs = 0 } = {}) {
      const left = operations;
      media.forget();
      const journal: MemoryJournal = test.journal;
      await left.close();
      await clock.advance(awayMs);
      test = await openTestLog({ ...options, journal, now });
      operations = start();
    },
    async close() {
      await operations.close();
      await test.log.close();
      clock.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Cameras of the units, each off until it is switched on. */
function createRecorders(): LiveMedia & { set(unit: number, live: boolean): void; forget(): void } {
  const listeners = new Set<(media: FeedMedia) => void>();
  const live = new Set<number>();
  const mediaOf = (number: number): FeedMedia => ({ feedId: feedIdOf(number), tracks: live.has(number) ? [VIDEO] : [], generation: 1, sinceAt: 0 });
  return {
    presences: () => [1, 2, 3].map(mediaOf),
    onMedia: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set: (number, isLive) => {
      if (isLive) {
        live.add(number);
      } else {
        live.delete(number);
      }
      listeners.forEach((listener) => listener(mediaOf(number)));
    },
    forget: () => {
      listeners.clear();
      live.clear();
    },
  };
}
