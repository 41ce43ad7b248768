import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ASSIST_WAITS_MS } from '#protocol/field/assist.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { VirtualClock } from '../clock/virtualClock.ts';
import type { Session } from '../ports/session.ts';
import { newId, openFujianLog, openTestSession, type TestLog } from '../testing/testLog.ts';
import { Assists } from './assists.ts';

const UNIT = crypto.randomUUID() as UnitId;

let test: TestLog;
let clock: VirtualClock;
let assists: Assists;
let here: Session | undefined;
const { session: desk } = openTestSession({ courtCode: '闽02', name: '林值班' });

beforeEach(async () => {
  clock = VirtualClock.create();
  test = await openFujianLog({ now: () => clock.now() });
  await test.seed({ name: 'unit.enrolled', subject: `unit/${UNIT}`, courtCode: desk.courtCode, data: { name: '单兵07', teamName: '一队', kind: 'phone' } });
  assists = Assists.create({ log: test.log, units: { sessionOf: (unitId) => (unitId === UNIT ? here : undefined) }, clock, logger: pino({ level: 'silent' }) });
});
afterEach(async () => {
  assists.close();
  clock.close();
  await test.log.close();
});

function connect() {
  const opened = openTestSession({ courtCode: '闽02', unitId: UNIT, name: '单兵07' });
  here = opened.session;
  assists.opened(opened.session);
  const open = () => opened.told.filter(({ name }) => name === 'assist.open').map(({ data }) => (data as { asks: { assistId: string; kind: string; byName: string; courtName: string }[] }).asks);
  return { session: opened.session, open };
}
const ask = () => assists.handlers['assist.ask']({ commandId: newId.command(), unitId: UNIT, kind: 'betterPicture', text: '' }, desk);

describe('asks', () => {
  it('go to nobody who is not here', async () => {
    here = undefined;
    await expect(ask()).rejects.toMatchObject({ code: 'unitAway' });
  });

  it('tell the unit who asks and from where, and are gone from its page when it answered', async () => {
    const unit = connect();
    const { assist } = await ask();
    expect(unit.open().at(-1)).toMatchObject([{ assistId: assist.assistId, kind: 'betterPicture', byName: '林值班', courtName: '厦门市中级人民法院' }]);
    const answered = await assists.handlers['assist.answer']({ commandId: newId.command(), assistId: assist.assistId, accepted: false, refusal: 'unsafe' }, unit.session);
    expect(answered.assist).toMatchObject({ state: 'refused', refusal: 'unsafe' });
    expect(unit.open().at(-1)).toEqual([]);
  });

  it('are told again to a page that comes back', async () => {
    connect();
    await ask();
    expect(connect().open()).toMatchObject([[{ kind: 'betterPicture' }]]);
  });

  it('are answered by units alone', async () => {
    connect();
    const { assist } = await ask();
    await expect((async () => assists.handlers['assist.answer']({ commandId: newId.command(), assistId: assist.assistId, accepted: true, refusal: null }, desk))()).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('lapse by the hall’s clock', async () => {
    const unit = connect();
    const { assist } = await ask();
    await clock.advanceTo(clock.now() + ASSIST_WAITS_MS + 1_000);
    await expect.poll(() => test.log.state.assists.get(assist.assistId)?.state).toBe('lapsed');
    expect(unit.open().at(-1)).toEqual([]);
  });
});
