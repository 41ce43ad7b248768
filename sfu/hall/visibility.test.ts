import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sees } from '#domain/access/viewer.ts';
import type { Purpose } from '#protocol/capabilities.ts';
import { courtCode, slotId, type CourtCode, type UnitId } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import type { Role } from '#protocol/roles.ts';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { startTestHall, type Person, type TestHall } from '../testing/testHall.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import { readBatches } from '../testing/readBatches.ts';
import type { RawClient } from '../testing/rawClient.ts';

const COURTS = ['闽', '闽02', '闽0203', '闽0211', '闽03', '闽0302'].map((code) => courtCode.parse(code));
const VIDEO = [{ kind: 'video', mimeType: 'video/VP8', spatialLayers: 1, temporalLayers: 1 }] as const;
const TILE = { tileKey: '0', feedId: null, state: 'live', framesPresented: 9, framesPerSecond: 24, lastFrameAt: 1, delayMs: 80, widthPx: 640, heightPx: 360, staleCount: 0 } as const;
const EYES: readonly { purpose: Purpose; roles: readonly Role[] }[] = [
  { purpose: 'desk', roles: ['commander', 'technician'] },
  { purpose: 'desk', roles: ['administrator'] },
  { purpose: 'desk', roles: ['auditor', 'bailiff', 'dispatcher'] },
  { purpose: 'desk', roles: ['clerk'] },
  { purpose: 'wall', roles: [] },
  { purpose: 'observer', roles: [] },
];

/** Whatever belongs to a court is called after it: a name that is heard where it may not be is found in any frame. */
const markOf = (court: CourtCode) => `〔${court}〕`;
const WHAT = ['enrol', 'change', 'revoke', 'account', 'machine', 'visit', 'feed', 'duty', 'report', 'fix', 'phone'] as const;

describe('what reaches a socket', () => {
  let test: TestHall;
  let operator: RawClient;
  const viewers: { court: CourtCode; client: RawClient; label: string }[] = [];
  const courtOfUnit = new Map<string, CourtCode>();
  const courtOfFeed = new Map<string, CourtCode>();
  const done = new Map<CourtCode, { unitId: UnitId; version: number; token: string; client: RawClient | null }[]>();
  const officers = new Map<CourtCode, { person: Person; client: RawClient }>();

  beforeAll(async () => {
    test = await startTestHall({ limits: { requestsPerSecond: 1e6, requestBurst: 1e6 } });
    operator = await test.operator();
    for (const court of COURTS) {
      for (const { purpose, roles } of EYES) {
        const client = await test.enter(purpose, {
          courtCode: court,
          roles,
          name: `看 ${markOf(court)}`,
          hello: { client: { name: `窗 ${markOf(court)}`, version: '1' }, ...(purpose === 'wall' && { slotId: slotId.parse('wall-1') }) },
        });
        viewers.push({ court, client, label: `${court} ${purpose} ${roles.join()}` });
        await client.request('hall.follow', { from: null });
        await client.ask('telemetry.follow', { enabled: true });
      }
      const person = await test.person({ courtCode: court, roles: ['dutyOfficer'], name: `值班 ${markOf(court)}` });
      officers.set(court, { person, client: await test.enter('desk', { token: person.token, hello: { client: { name: `台 ${markOf(court)}`, version: '1' } } }) });
      done.set(court, []);
    }
  }, 120_000);
  afterAll(() => test.close());

  /** Something happens in a court. */
  async function happen(what: (typeof WHAT)[number], court: CourtCode): Promise<unknown> {
    const name = `物 ${markOf(court)}`;
    const units = done.get(court)!;
    const officer = officers.get(court)!;
    const unit = units.at(-1);
    switch (what) {
      case 'enrol': {
        const { unitId, token } = await test.unit({ courtCode: court, name });
        courtOfUnit.set(unitId, court);
        return units.push({ unitId, token, version: 3, client: null });
      }
      case 'change':
        return unit && operator.ask('unit.change', { commandId: newCommandId(), unitId: unit.unitId, expectedVersion: unit.version++, name, teamName: name, kind: 'camera' });
      case 'revoke':
        return units.length > 2 && operator.ask('unit.revoke', { commandId: newCommandId(), unitId: units[0]!.unitId, expectedVersion: units.shift()!.version, reason: name });
      case 'account':
        return test.account({ courtCode: court, name });
      case 'machine':
        return test.machine('console', { courtCode: court, name });
      case 'visit':
        if (unit?.client !== null) {
          unit?.client.socket.terminate();
          return unit && (unit.client = null);
        }
        return (unit.client = await test.enter('unit', { token: unit.token }));
      case 'feed': {
        if (unit === undefined) return undefined;
        const { feedId } = await test.feeds.open(unit.unitId, name);
        courtOfFeed.set(feedId, court);
        return test.feeds.setTracks(feedId, VIDEO, { replaced: true });
      }
      case 'duty': {
        const begun = await officer.client.ask('duty.start', { commandId: newCommandId(), post: 'officer', expectedVersion: 0 });
        return begun;
      }
      case 'report':
        return viewers.filter((viewer) => viewer.court === court && /wall|commander/.test(viewer.label)).map(({ client }) => client.ask('diagnostics.report', { tiles: [TILE] }));
      case 'fix': {
        unit?.client?.send(encodeFix({ longitudeDeg: 118, latitudeDeg: 24, headingDeg: 0, speedMps: 0, accuracyM: 5, batteryPercent: 50, signalBars: 3, charging: false, at: Date.now() }));
        return unit?.client?.request('session.ping', {});
      }
      case 'phone':
        return operator.ask('user.setPhone', { commandId: newCommandId(), userId: officer.person.userId, expectedVersion: 2, phone: '0592-5399110' });
    }
  }

  function telemetryCourts(client: RawClient): (CourtCode | undefined)[] {
    const high = viewers[0]!.client;
    const unitOf = new Map<number, string>();
    for (const frame of high.frames) {
      const data = 'notice' in frame && frame.notice === 'presence.changed' ? (frame.data as { units?: { unitId: string; telemetryIndex: number }[] }) : {};
      for (const { unitId, telemetryIndex } of data.units ?? []) {
        unitOf.set(telemetryIndex, unitId);
      }
    }
    return readBatches(client.binary).flatMap(({ fixes }) => fixes.map(({ telemetryIndex }) => courtOfUnit.get(unitOf.get(telemetryIndex) ?? '')));
  }

  /** Everything in the frames a client heard that its court must not see. */
  function foreignTo({ court, client }: { court: CourtCode; client: RawClient }): unknown[] {
    const hidden = COURTS.filter((other) => !sees(court, other));
    const found: unknown[] = [];
    for (const frame of client.frames) {
      const text = JSON.stringify(frame);
      found.push(...hidden.filter((other) => text.includes(markOf(other))).map(() => frame));
      found.push(...[...courtOfUnit, ...courtOfFeed].filter(([id, other]) => hidden.includes(other) && text.includes(id)).map(() => frame));
      found.push(...(/5399110|passwordHash/.test(text) ? [frame] : []));
      // How an entry is kept is for auditors, who ask for it.
      found.push(...('notice' in frame && /previousHash|"via"/.test(text) ? [frame] : []));
      if ('notice' in frame && frame.notice === 'log.appended') {
        const { entries } = frame.data as { entries: WireEntry[] };
        found.push(...entries.filter((entry) => !sees(court, entry.courtCode) && !entry.name.startsWith('court.')));
      }
      if ('notice' in frame && frame.notice === 'presence.changed') {
        const { slots = [], centres = [] } = frame.data as { slots?: { courtCode: CourtCode }[]; centres?: { courtCode: CourtCode }[] };
        found.push(...[...slots, ...centres].filter((thing) => !sees(court, thing.courtCode)));
      }
    }
    return [...found, ...telemetryCourts(client).filter((other) => other === undefined || !sees(court, other))];
  }

  it('is never of a court that may not be seen, whatever happens where', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ what: fc.constantFrom(...WHAT), court: fc.constantFrom(...COURTS) }), { minLength: 30, maxLength: 60 }),
        async (happenings) => {
          for (const { what, court } of happenings) {
            await happen(what, court);
          }
        },
      ),
      { numRuns: 5, endOnFailure: true },
    );
    // In every court something of each kind, so that nothing below holds for want of news.
    for (const court of COURTS) {
      for (const what of ['enrol', 'visit', 'feed', 'fix', 'report', 'account', 'machine'] as const) {
        await happen(what, court);
      }
    }
    const all = viewers[0]!.client;
    await vi.waitFor(() => expect(new Set(telemetryCourts(all))).toEqual(new Set(COURTS)));
    for (const { client, court } of viewers) {
      await client.ask('diagnostics.list', {});
      await client.ask('audit.query', { filter: {}, limit: 200 });
      await client.ask('audit.query', { filter: { courtCode: COURTS.find((other) => !sees(court, other)) ?? '闽' }, limit: 200 });
      await client.ask('audit.actors', {});
      await client.ask('user.sessions', {});
      await client.ask('hall.follow', { from: null });
    }
    for (const viewer of viewers) {
      const found = foreignTo(viewer).slice(0, 3).map((frame) => JSON.stringify(frame).slice(0, 500));
      expect({ viewer: viewer.label, found }).toEqual({ viewer: viewer.label, found: [] });
    }
  }, 120_000);

  it('is everything of the courts that may be seen', () => {
    for (const { client, court, label } of viewers.filter((viewer) => viewer.label.includes('commander'))) {
      const text = JSON.stringify(client.frames);
      const seen = COURTS.filter((other) => sees(court, other));
      const windows = client.frames.flatMap((frame) => ('ok' in frame && frame.ok && JSON.stringify(frame.data).startsWith('{"windows"') ? [JSON.stringify(frame.data)] : [])).join();
      expect({
        label,
        things: COURTS.filter((other) => text.includes(`物 ${markOf(other)}`)),
        positions: COURTS.filter((other) => telemetryCourts(client).includes(other)),
        windows: COURTS.filter((other) => windows.includes(`窗 ${markOf(other)}`)),
      }).toEqual({ label, things: seen, positions: seen, windows: seen });
    }
  });

  it('holds no people for who may not read them, and no trace of sign-ins but for auditors', () => {
    for (const { client, label } of viewers) {
      const names = client.frames.flatMap((frame) => ('notice' in frame && frame.notice === 'log.appended' ? (frame.data as { entries: WireEntry[] }).entries : [])).map(({ name }) => name);
      const hears = (...nouns: string[]) => names.some((name) => nouns.some((noun) => name.startsWith(`${noun}.`)));
      expect({ label, people: hears('user'), traces: hears('session', 'personal'), devices: hears('device') }).toEqual({
        label,
        people: label.includes('desk'),
        traces: /auditor|commander/.test(label),
        devices: /technician|administrator/.test(label),
      });
    }
  });
});
