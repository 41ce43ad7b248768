import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import { pino } from 'pino';
import type { OperationId, UnitId } from '#protocol/nouns/ids.ts';
import { operationId as operationIdSchema } from '#protocol/nouns/ids.ts';
import { settledLog } from '../clock/settledLog.ts';
import { VirtualClock } from '../clock/virtualClock.ts';
import { programFolder } from '../config/programFolder.ts';
import { createMemoryJournal, type MemoryJournal } from '../log/memoryJournal.ts';
import type { AcceptedFix, Positions } from '../ports/positions.ts';
import type { Session } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';
import type { CentrePresence } from '#protocol/nouns/duty.ts';
import { court, newId, openFujianLog, openTestSession } from './testLog.ts';
import { AlarmDesk } from '../alarms/alarmDesk.ts';
import { readCounties } from '../alarms/counties/readCounties.ts';
import { readAlarmTables } from '../alarms/tables/readAlarmTables.ts';

/*
 * Builds for tests: the alarm room on a real log in memory and a virtual clock, among units that are as the test says.
 */

export const STARTED_AT = Date.UTC(2026, 10, 22, 4);
const tables = readAlarmTables(path.join(programFolder, 'assets/rules'));
const countyAt = readCounties(path.join(programFolder, 'assets/map/region.json'));

/** The same over a restart, as the hall's own is. */
const key = generateKeyPairSync('ed25519');

export type AlarmRig = Awaited<ReturnType<typeof buildRig>> & { /** As a hall that starts again so much later on the same log. */ restart(afterMs?: number): Promise<AlarmRig> };
type RigOptions = { readonly stores: Stores; readonly journal?: MemoryJournal; readonly at?: number };

export async function openAlarmRig({ journal, ...options }: RigOptions): Promise<AlarmRig> {
  const kept = journal ?? createMemoryJournal(options);
  const rig = await buildRig({ ...options, journal: kept });
  return {
    ...rig,
    async restart(afterMs = 0) {
      await rig.close();
      return openAlarmRig({ ...options, journal: kept, at: rig.clock.now() + afterMs });
    },
  };
}

async function buildRig({ stores, journal, at = STARTED_AT }: RigOptions & { readonly journal: MemoryJournal }) {
  const clock = VirtualClock.create({ at, rate: 0 });
  const test = await openFujianLog({ journal, key, now: () => clock.now() });
  const { log } = test;
  clock.settleBy(() => settledLog(log));
  const latest = new Map<UnitId, AcceptedFix>();
  const listeners = new Set<(fix: AcceptedFix) => void>();
  const positions: Positions = {
    latest: (unitId) => latest.get(unitId),
    onFix: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const sessions = new Map<UnitId, Session>();
  const seenAt = new Map<UnitId, number>();
  const centres: CentrePresence[] = [];
  const desk = AlarmDesk.create({
    log,
    journal,
    stores,
    clock,
    positions,
    units: { sessionOf: (unitId) => sessions.get(unitId), lastSeenAt: (unitId) => seenAt.get(unitId) ?? null },
    centres: () => centres,
    countyAt,
    caseTypes: [],
    tables,
    logger: pino({ level: 'silent' }),
  });
  const close = async () => {
    await desk.close();
    clock.close();
    await log.close();
  };

  return {
    ...test,
    desk,
    handlers: desk.handlers,
    clock,
    /** Resolves when what has begun is in the log. */
    settled: () => settledLog(log),
    alarms: () => [...log.state.alarms.values()],
    /** Names of what happened since the courts were registered. */
    names: () => test.entries().map(({ name }) => name).filter((name) => !/^(court|unit|operation)\./.test(name)),
    person: (courtCode: string) => openTestSession({ courtCode, name: '林警官' }).session,
    async unit(courtCode: string, { online = true, name = '单兵' } = {}) {
      const unitId = newId.unit();
      await test.seed({ name: 'unit.enrolled', subject: `unit/${unitId}`, courtCode: court(courtCode), data: { name, teamName: '执行一队', kind: 'vehicle' } });
      const opened = openTestSession({ courtCode, name, unitId });
      if (online) {
        sessions.set(unitId, opened.session);
      }
      const leave = () => {
        sessions.delete(unitId);
        seenAt.set(unitId, clock.now());
        opened.end();
      };
      return { unitId, session: opened.session, leave };
    },
    fix(unitId: UnitId, wish: Partial<AcceptedFix> = {}) {
      const fix: AcceptedFix = {
        unitId, courtCode: court('闽'), longitudeDeg: 118.18, latitudeDeg: 25.06, headingDeg: 0, speedMps: 0, accuracyM: 5, batteryPercent: 80, signalBars: 4, charging: false, at: clock.now(), receivedAt: clock.now(), ...wish,
      };
      latest.set(unitId, fix);
      seenAt.set(unitId, clock.now());
      listeners.forEach((listener) => listener(fix));
    },
    async staff(courtCode: string) {
      const userId = newId.user();
      await test.seed({ name: 'duty.started', subject: `duty/${courtCode}/officer`, courtCode: court(courtCode), data: { userId, name: '值班员' } });
      centres.push({ courtCode: court(courtCode), state: 'staffed', sinceAt: 0, desks: 1, walls: 0, tiles: 0, staleTiles: 0 });
    },
    async operation(courtCode: string, unitIds: UnitId[]): Promise<OperationId> {
      const operationId = operationIdSchema.parse(crypto.randomUUID());
      const subject = { subject: `operation/${operationId}`, courtCode: court(courtCode) };
      const data = { title: '夜间集中执行', campaignId: null, risk: 'low' as const, plannedFrom: 0, plannedTo: 1, note: '', caseNumbers: [], place: { name: '', position: null }, teams: [{ team: 1, name: '一组', unitIds, vehicles: [], members: [] }] };
      await test.seed({ name: 'operation.planned', ...subject, data }, { name: 'operation.advanced', ...subject, data: { to: 'underWay', reason: null } });
      return operationId;
    },
    close,
  };
}
