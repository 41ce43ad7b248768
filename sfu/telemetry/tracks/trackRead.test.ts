import { afterEach, describe, expect, it } from 'vitest';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { unpackTrack } from '#protocol/telemetry/packedTrack.ts';
import { startTestHall, type TestHall } from '../../testing/testHall.ts';

const fix = { longitudeDeg: 118.1, latitudeDeg: 24.4, headingDeg: 90, speedMps: 3, accuracyM: 5, batteryPercent: 80, signalBars: 4, charging: false };
/** Within what is kept. */
const START_AT = Date.now() - 3_600_000;

describe('track.read in a whole hall', () => {
  const halls: TestHall[] = [];
  afterEach(async () => {
    for (const test of halls.splice(0)) {
      await test.close();
    }
  });

  it('answers where a unit was, also before the hall was started anew, to who sees its court and may; auditors see who looked', async () => {
    const first = await startTestHall();
    halls.push(first);
    const { unitId, token } = await first.unit();
    const person = await first.person();
    const { token: auditorToken } = await first.person({ roles: ['auditor'] });
    const { token: strangerToken } = await first.person({ courtCode: '闽0302' });
    const unit = await first.enter('unit', { token });
    const send = async (client: typeof unit, from: number, until: number) => {
      for (let second = from; second < until; second += 1) {
        client.send(encodeFix({ ...fix, longitudeDeg: 118 + second / 1_000, at: START_AT + second * 1_000 }));
      }
      await client.request('session.ping', {});
    };
    await send(unit, 0, 10);
    await first.close({ keep: true });
    halls.pop();

    const test = await startTestHall({ storageDir: first.storageDir });
    halls.push(test);
    await send(await test.enter('unit', { token }), 10, 20);
    const asked = { unitIds: [unitId], from: START_AT, until: START_AT + 15_000, maxPoints: 100 };
    const desk = await test.enter('desk', { token: person.token });
    const { tracks: [track] } = await desk.request('track.read', asked);
    expect(track).toMatchObject({ unitId, fixes: 15, toleranceM: 0, more: false });
    expect(unpackTrack(Buffer.from(track!.packed, 'base64')).map(({ at, longitudeDeg }) => [at, longitudeDeg])).toEqual(
      Array.from({ length: 15 }, (_, second) => [START_AT + second * 1_000, expect.closeTo(118 + second / 1_000, 7)]),
    );
    const auditor = await test.enter('desk', { token: auditorToken });
    const { entries } = await auditor.request('audit.query', { filter: { names: ['track.'] }, limit: 10 });
    expect(entries).toMatchObject([{ name: 'track.read', actor: { kind: 'person', userId: person.userId }, data: { unitIds: [unitId], unitCount: 1, fromAt: START_AT } }]);
    expect(await (await test.enter('desk', { token: strangerToken })).ask('track.read', asked)).toMatchObject({ error: { code: 'notFound' } });
    expect(await auditor.ask('track.read', asked)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await desk.ask('track.read', { ...asked, until: START_AT })).toMatchObject({ error: { code: 'badInput' } });
  });
});
