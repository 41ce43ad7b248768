import { randomUUIDv7 } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { raiseAlarm } from '#domain/alarms/raiseAlarm.ts';
import { convertDatum } from '#domain/geodesy/datum.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import type { AlarmId, CourtCode } from '#protocol/nouns/ids.ts';
import { Connectors } from '../../sfu/connectors/connectors.ts';
import { openCertificates } from '../../sfu/http/certificates.ts';
import type { Alarms } from '../../sfu/ports/alarms.ts';
import type { HallLog } from '../../sfu/ports/log.ts';
import { court, openFujianLog, openTestLog, openTestSession, type TestLog } from '../../sfu/testing/testLog.ts';
import { OUTSIDE_TOKEN, startOutside, type RunningOutside } from './startOutside.ts';

const logger = pino({ level: 'silent' });
/** Its county town, which lies nearer to the middle of 南安. */
const ANXI = [118.186, 25.055] as const;
const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) {
    await close();
  }
});

async function outside(options: Partial<Parameters<typeof startOutside>[0]> = {}): Promise<RunningOutside> {
  const running = await startOutside({ port: 0, ...options });
  closers.push(() => running.close());
  return running;
}

/** The alarms room's own decision, on this log. */
const alarmsOn = (log: HallLog): Alarms => ({
  async raise({ commandId = null, actor = { kind: 'hall' }, ...raising }) {
    const alarmId = randomUUIDv7() as AlarmId;
    const decide: Parameters<typeof log.execute<{ alarmId: AlarmId }>>[0]['decide'] = (state, at) =>
      raiseAlarm(state, raising, { alarmId, at, escalateAfterMs: { urgent: 60_000, warning: 60_000, notice: null }, hasDesk: () => false });
    return (await log.execute({ commandId, name: 'alarm.raise', input: raising, actor, via: null, decide })).answer.alarmId;
  },
});

type Wish = { readonly kind?: 'police' | 'hotline'; readonly courtCode?: CourtCode; readonly token?: string; readonly caFile?: string | null; readonly lostAfterMs?: number };

function connect(test: TestLog, url: string, wish: Wish = {}) {
  const { kind = 'police' } = wish;
  const started = Connectors.start({
    connectors: [{ id: kind, kind, url, token: OUTSIDE_TOKEN, caFile: null, courtCode: court('闽'), pollEveryMs: 20, lostAfterMs: 20_000, ...wish }],
    exercise: true,
    courtCode: court('闽'),
    log: test.log,
    journal: test.journal,
    clock: { now: Date.now },
    alarms: alarmsOn(test.log),
    logger,
  });
  closers.push(() => started.close());
  const status = (from = '闽') => (started.handlers['connector.list']({}, openTestSession({ courtCode: from }).session) as RequestOutput<'connector.list'>).connectors;
  return { close: () => started.close(), status };
}

const hit = (id: string, change: object = {}) => ({
  id,
  at: Date.now(),
  kind: 'person',
  level: 'urgent',
  position: { longitudeDeg: ANXI[0], latitudeDeg: ANXI[1], datum: 'WGS-84' },
  place: '安溪县凤城镇',
  text: '布控人员在检查站被核查',
  personMasked: '柯某某',
  ...change,
});
const raised = (test: TestLog) => test.entries().filter(({ name }) => name === 'alarm.raised');
const texts = (test: TestLog) => raised(test).map(({ data }) => (data as { text: string }).text);
const until = (look: () => void) => vi.waitFor(look, { timeout: 10_000, interval: 10 });
const statesOf = (system: RunningOutside['police'], noticeId: string) => system.receipts.filter((one) => one.noticeId === noticeId).map(({ receipt }) => (receipt as { state: string }).state);

describe('a notice of the police', () => {
  it('is one alarm at the court of its place, also when it is served twice and after a restart', async () => {
    const { police, urlOf } = await outside();
    const test = await openFujianLog();
    const first = connect(test, urlOf('police'));
    const [longitudeDeg, latitudeDeg] = convertDatum(ANXI, { from: 'WGS-84', to: 'GCJ-02' });
    police.push(hit('p-1', { position: { longitudeDeg, latitudeDeg, datum: 'GCJ-02' }, courtCode: '闽0203', caseNumber: '(2026)闽0203执12号' }));
    await until(() => expect(statesOf(police, 'p-1')).toEqual(['received']));
    const [{ courtCode, data, actor }] = raised(test) as [ReturnType<typeof raised>[0]];
    expect({ courtCode, actor }).toEqual({ courtCode: '闽0524', actor: { kind: 'hall' } });
    expect(data).toMatchObject({ kind: 'police', severity: 'urgent', text: '公安预警（人员）柯某某，(2026)闽0203执12号：布控人员在检查站被核查', reference: 'police/p-1', unitId: null });
    const { place } = data as { place: { name: string; position: { longitudeDeg: number; latitudeDeg: number } } };
    expect(place.name).toBe('安溪县凤城镇');
    expect(Math.abs(place.position.longitudeDeg - ANXI[0]) + Math.abs(place.position.latitudeDeg - ANXI[1])).toBeLessThan(0.000_02);
    police.push(hit('p-1', { text: '换了说法' }));
    police.push(hit('p-2'));
    await until(() => expect(raised(test)).toHaveLength(2));
    await first.close();

    const again = await openTestLog({ journal: test.journal });
    const second = connect(again, urlOf('police'));
    police.push(hit('p-3'));
    await until(() => expect(statesOf(police, 'p-3')).toEqual(['received']));
    expect(raised(again)).toHaveLength(3);
    expect(raised(again).map(({ data: one }) => (one as { reference: string }).reference)).toEqual(['police/p-1', 'police/p-2', 'police/p-3']);
    await until(() => expect(second.status()).toMatchObject([{ connectorId: 'police', state: 'connected', refused: 0, receiptsWaiting: 0, fault: null }]));
  });

  it('goes to the court that it names when its place is not known or far away, and else to the connection’s own', async () => {
    const { police, urlOf } = await outside();
    const test = await openFujianLog();
    connect(test, urlOf('police'), { courtCode: court('闽02') });
    police.push(hit('named', { position: null, courtCode: '闽0203' }));
    police.push(hit('far', { position: { longitudeDeg: 116.4, latitudeDeg: 39.9, datum: 'WGS-84' }, courtCode: '闽0203' }));
    police.push(hit('unknown', { position: null, courtCode: '闽0299' }));
    police.push(hit('nowhere', { position: undefined }));
    await until(() => expect(raised(test).map(({ courtCode }) => courtCode)).toEqual(['闽0203', '闽0203', '闽02', '闽02']));
  });

  it('tells back what became of it, in this run of the hall or a later one', async () => {
    const { police, urlOf } = await outside();
    const test = await openFujianLog();
    const first = connect(test, urlOf('police'));
    police.push(hit('p-1', { at: Date.now() - 6 * 86_400_000 }));
    await until(() => expect(raised(test)).toHaveLength(1));
    const { subject, courtCode } = raised(test)[0]!;
    await test.seed({ name: 'alarm.acknowledged', subject, courtCode, data: {} });
    await until(() => expect(statesOf(police, 'p-1')).toEqual(['received', 'acknowledged']));
    await first.close();
    // The other side holds nothing any more: what the hall knows of the notice it knows from its log.
    const empty = await outside();
    const again = await openTestLog({ journal: test.journal });
    const second = connect(again, empty.urlOf('police'));
    await until(() => expect(second.status()[0]?.state).toBe('connected'));
    await again.seed({ name: 'alarm.resolved', subject, courtCode, data: { outcome: 'handedOver', reason: '人员已交接' } });
    await until(() => expect(empty.police.receipts).toHaveLength(1));
    expect(empty.police.receipts[0]).toMatchObject({ noticeId: 'p-1', receipt: { state: 'handedOver', reason: '人员已交接', courtCode: '闽0524', alarmId: subject.slice('alarm/'.length), exercise: true } });
  });

  it('waits while the log cannot be written', async () => {
    const { police, urlOf } = await outside();
    const test = await openFujianLog();
    test.journal.setDown('diskFull');
    const { status } = connect(test, urlOf('police'), { lostAfterMs: 200 });
    police.push(hit('p-1'));
    await until(() => expect(test.log.status.writable).toBe(false));
    test.journal.setDown(null);
    await until(() => expect(statesOf(police, 'p-1')).toEqual(['received']));
    expect(raised(test)).toHaveLength(1);
    expect(status()[0]).toMatchObject({ taken: 1, refused: 0 });
  });
});

describe('a notice that is none', () => {
  it('is passed over, and does not stop the others', async () => {
    const { hotline, urlOf } = await outside();
    const test = await openFujianLog();
    const { status } = connect(test, urlOf('hotline'), { kind: 'hotline' });
    hotline.push(hit('no-datum', { position: { longitudeDeg: 118, latitudeDeg: 25 } }));
    hotline.push(hit('no-text', { text: '' }));
    hotline.push(hit('bad/id'));
    hotline.push(hit('old', { at: Date.now() - 8 * 86_400_000 }));
    hotline.push(hit('over', { expiresAt: Date.now() - 1 }));
    hotline.push(hit('good', { personMasked: null, kind: 'vehicle', level: 'notice', more: 'unknown fields are fine', text: '货车在装货，车主 350221198001011234，电话13812345678' }));
    await until(() => expect(statesOf(hotline, 'good')).toEqual(['received']));
    expect(texts(test)).toEqual(['线索举报（车辆）货车在装货，车主 350221********1234，电话138****5678']);
    expect(raised(test)[0]).toMatchObject({ data: { kind: 'clue', severity: 'notice' } });
    expect(hotline.receipts.map(({ noticeId, receipt }) => [noticeId, (receipt as { state: string }).state, (receipt as { reason: string | null }).reason])).toEqual([
      ['no-datum', 'refused', 'position.datum'], ['no-text', 'refused', 'text'], ['old', 'expired', null], ['over', 'expired', null], ['good', 'received', null],
    ]);
    expect(status()).toMatchObject([{ taken: 1, refused: 5 }]);
  });
});

describe('an outside system', () => {
  const changes = (test: TestLog) => test.entries().filter(({ name }) => name.startsWith('connector.')).map(({ name, subject, courtCode, data }) => ({ name, subject, courtCode, data }));

  it('that is silent is lost, and returns; both are entries, and nothing is missed', async () => {
    const { police, urlOf } = await outside();
    const test = await openFujianLog();
    const { status } = connect(test, urlOf('police'), { courtCode: court('闽05'), lostAfterMs: 150 });
    police.push(hit('before'));
    await until(() => expect(raised(test)).toHaveLength(1));
    police.setDown(true);
    await until(() => expect(status()[0]).toMatchObject({ state: 'lost', fault: { fault: 'failed' } }));
    police.push(hit('meanwhile'));
    police.setDown(false);
    await until(() => expect(raised(test)).toHaveLength(2));
    await until(() => expect(changes(test)).toHaveLength(2));
    expect(changes(test)).toEqual([
      { name: 'connector.lost', subject: 'connector/police', courtCode: '闽05', data: { kind: 'police', heardAt: expect.any(Number), fault: 'failed' } },
      { name: 'connector.returned', subject: 'connector/police', courtCode: '闽05', data: { kind: 'police' } },
    ]);
    expect([status('闽05'), status('闽0524'), status('闽02')].map(({ length }) => length)).toEqual([1, 0, 0]);
  });

  it.each([
    ['that does not know the hall', { token: 'a-token-of-somebody-else' }, 'refused'],
    ['that is not there', { url: 'http://127.0.0.1:1/police' }, 'unreachable'],
  ])('%s is lost, and the list says why', async (_name, wish: Wish & { url?: string }, fault) => {
    const { urlOf } = await outside();
    const test = await openFujianLog();
    const { url = urlOf('police'), ...rest } = wish;
    const { status } = connect(test, url, { lostAfterMs: 150, ...rest });
    await until(() => expect(status()[0]).toMatchObject({ state: 'lost', heardAt: null, fault: { fault } }));
    await until(() => expect(changes(test)).toMatchObject([{ name: 'connector.lost', data: { heardAt: null, fault } }]));
  });

  it('is believed by the authority that was named, and by no other', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'outside-'));
    closers.push(() => rmSync(folder, { recursive: true, force: true }));
    const open = (name: string) => openCertificates({ storageFolder: path.join(folder, name), hosts: ['127.0.0.1'], now: Date.now() });
    const authorityOf = (name: string) => path.join(folder, name, 'tls', 'ca.crt');
    const [own] = [await open('own'), await open('other')];
    const { police, urlOf } = await outside({ tls: { key: own.server.keyPem, cert: own.server.certificatePem } });
    const test = await openFujianLog();
    const trusted = connect(test, urlOf('police'), { caFile: authorityOf('own') });
    police.push(hit('p-1'));
    await until(() => expect(raised(test)).toHaveLength(1));
    expect(trusted.status()[0]?.state).toBe('connected');
    for (const caFile of [authorityOf('other'), null]) {
      const { status } = connect(test, urlOf('police'), { caFile });
      await until(() => expect(status()[0]).toMatchObject({ heardAt: null, fault: { fault: 'untrusted' } }));
    }
  });

  it('keeps its receipts until it takes them', async () => {
    const { police, urlOf } = await outside();
    const test = await openFujianLog();
    const { status } = connect(test, urlOf('police'));
    police.push(hit('p-1'));
    await until(() => expect(statesOf(police, 'p-1')).toEqual(['received']));
    police.setDown(true);
    const { subject, courtCode } = raised(test)[0]!;
    await test.seed({ name: 'alarm.acknowledged', subject, courtCode, data: {} });
    await until(() => expect(status()[0]?.receiptsWaiting).toBe(1));
    police.setDown(false);
    await until(() => expect(statesOf(police, 'p-1')).toEqual(['received', 'acknowledged']));
    await until(() => expect(status()[0]?.receiptsWaiting).toBe(0));
  });
});
