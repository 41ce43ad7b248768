import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeedId, UnitId } from '#protocol/nouns/ids.ts';
import type { Stores } from '../ports/stores.ts';
import { VirtualClock } from '../clock/virtualClock.ts';
import { newId, openFujianLog, openTestSession, openTestStores, type TestLog } from '../testing/testLog.ts';
import { Grants } from './grants.ts';

const HOUR = 3_600_000;
const UNIT = crypto.randomUUID() as UnitId;
const FEED = crypto.randomUUID() as FeedId;

let stores: Stores;
let dispose: () => Promise<void>;
let test: TestLog;
let clock: VirtualClock;
let grants: Grants;
const { session: desk } = openTestSession({ courtCode: '闽02', name: '指挥长' });

const open = () => Grants.create({ log: test.log, stores, clock, publicUrl: () => 'https://hall.example:8443', logger: pino({ level: 'silent' }) });

beforeEach(async () => {
  ({ stores, dispose } = await openTestStores());
  clock = VirtualClock.create();
  test = await openFujianLog({ stores, now: () => clock.now() });
  await test.seed(
    { name: 'unit.enrolled', subject: `unit/${UNIT}`, courtCode: desk.courtCode, data: { name: '编码器', teamName: '一队', kind: 'camera' } },
    { name: 'feed.opened', subject: `feed/${FEED}`, courtCode: desk.courtCode, data: { unitId: UNIT, label: '大门' } },
  );
  grants = open();
});
afterEach(async () => {
  await grants.close();
  clock.close();
  await test.log.close();
  await dispose();
});

const asked = () => ({ commandId: newId.command(), feedId: FEED, purpose: '省厅会商', forName: '省公安厅', endsAt: Math.floor(clock.now()) + HOUR });
const give = async (input = asked()) => grants.handlers['grant.give'](input, desk);
const left = () => test.entries().filter(({ name }) => name === 'grant.left').map(({ data }) => data);
const view = async (token: string, onEnd: () => void = () => undefined) => grants.begin(await grants.admit(token), { remoteAddress: '10.0.0.9', clientName: 'player', onEnd });

describe('grants', () => {
  it('tell a token that is nowhere in the log nor, but as a hash, in the database', async () => {
    const { token, url, grant } = await give();
    expect(url).toBe(`https://hall.example:8443/whep/${FEED}`);
    expect(await grants.admit(token)).toEqual({ grantId: grant.grantId, feedId: FEED });
    expect(test.written()).not.toContain(token);
    expect(await stores.grants.find(token)).toBeUndefined();
    await expect(grants.admit(`${token.slice(0, -1)}_`)).rejects.toMatchObject({ code: 'tokenInvalid' });
    await expect(grants.admit('eyJhbGciOiJFZERTQSJ9.e30.x')).rejects.toMatchObject({ code: 'tokenInvalid' });
  });

  it('are given once; asked again, the command tells another token in place of the first', async () => {
    const input = asked();
    const first = await give(input);
    const again = await give(input);
    expect(again.grant.grantId).toBe(first.grant.grantId);
    await expect(grants.admit(first.token)).rejects.toMatchObject({ code: 'tokenInvalid' });
    expect(await grants.admit(again.token)).toMatchObject({ grantId: first.grant.grantId });
    expect(test.entries().filter(({ name }) => name === 'grant.given')).toHaveLength(1);
  });

  it('cut off at once whoever views when they are revoked, and nobody else', async () => {
    const [one, other] = [await give(), await give()];
    const ended: string[] = [];
    await view(one.token, () => ended.push('one'));
    await view(other.token, () => ended.push('other'));
    await grants.handlers['grant.revoke']({ commandId: newId.command(), grantId: one.grant.grantId }, desk);
    expect(ended).toEqual(['one']);
    await expect(grants.admit(one.token)).rejects.toMatchObject({ code: 'tokenRevoked' });
    await expect.poll(left).toMatchObject([{ forName: '省公安厅', why: 'revoked' }]);
  });

  it('cut off when their time is over', async () => {
    const { token } = await give();
    let ended = 0;
    await view(token, () => (ended += 1));
    await clock.advanceTo(clock.now() + HOUR - 5_000);
    expect(ended).toBe(0);
    await clock.advanceTo(clock.now() + 6_000);
    expect(ended).toBe(1);
    await expect(grants.admit(token)).rejects.toMatchObject({ code: 'tokenExpired' });
    await expect.poll(left).toMatchObject([{ why: 'expired' }]);
  });

  it('let four view at a time, note each, and note why it ended', async () => {
    const { token } = await give();
    const viewings = await Promise.all([1, 2, 3, 4].map(() => view(token)));
    await expect(view(token)).rejects.toMatchObject({ code: 'tooManyViewers' });
    viewings[0]?.end('left');
    viewings[0]?.end('lost');
    await expect.poll(left).toMatchObject([{ why: 'left' }]);
    await view(token);
    expect(test.entries().filter(({ name }) => name === 'grant.viewed')).toHaveLength(5);
  });

  it('let nobody view while nothing can be recorded', async () => {
    const { token } = await give();
    await test.log.close();
    await expect(view(token)).rejects.toMatchObject({ code: expect.stringMatching(/logUnavailable|closing/) });
  });

  it('close in the log what a hall that was killed left open', async () => {
    const { token, grant } = await give();
    await view(token);
    // The killed one says nothing more; the next finds the viewing in the log.
    const next = open();
    await expect.poll(left).toMatchObject([{ why: 'closing' }]);
    expect(test.log.state.grants.get(grant.grantId)?.viewings).toEqual([]);
    await next.close();
  });
});
