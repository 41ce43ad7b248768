import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { snapshotOf } from '#domain/hallState/hallState.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import { courtCode } from '#protocol/nouns/ids.ts';
import { startPostgres, type PostgresServer } from '../../scripts/postgres/startPostgres.ts';
import { openSigningKey } from '../../sfu/keys/signingKey.ts';
import { verifyJournal } from '../../sfu/log/verify/verifyJournal.ts';
import { openOperator } from '../../sfu/commands/openOperator.ts';
import { openStorage } from '../../sfu/persistence/storage.ts';
import { RawClient } from '../../sfu/testing/rawClient.ts';
import { Replica, sorted } from '../../sfu/testing/replica.ts';
import { HallProcess, type HallPlace } from './hallProcess.ts';
import { insist, newCommandId, OperatorLoad, type Acknowledged } from './operatorLoad.ts';
import { QuietConsole } from './quietConsole.ts';

/** Entries that each command comes to. */
const ENTRIES_OF: Readonly<Record<string, number>> = { 'unit.enrol': 2, 'unit.change': 1, 'unit.issueCode': 1, 'duty.start': 1, 'duty.end': 1 };
const OFFICER_COURT = courtCode.parse('闽0203');

let server: PostgresServer | undefined;
let storageDir = '';
let running: HallProcess | undefined;
afterEach(async () => {
  await running?.kill();
  rmSync(storageDir, { recursive: true, force: true });
});
afterAll(() => server?.close());

const reach = ({ url, caPem, place }: HallProcess) => ({ port: Number(new URL(url).port), caCertificatePem: caPem, storageDir: place.storageDir });

/** A person who has changed the one-time password; answers the token. */
async function person(hall: HallProcess, who: { court: string; role: 'dispatcher' | 'dutyOfficer' }): Promise<string> {
  const operator = await openOperator({ storageDir: hall.place.storageDir, url: hall.url });
  const username = `person-${who.role.toLowerCase()}-${who.court.length}`;
  const { oneTimePassword } = await operator.request('user.create', { commandId: newCommandId(), username, name: '林警官', courtCode: courtCode.parse(who.court), roles: [who.role], phone: null });
  operator.close();
  const guest = await RawClient.open(reach(hall));
  const { token } = await guest.request('session.signIn', { username, password: oneTimePassword, client: { name: 'test', version: '1' } });
  guest.socket.terminate();
  const first = await RawClient.open(reach(hall));
  await first.hello({ token, purpose: 'desk' });
  await first.request('session.changePassword', { present: oneTimePassword, next: 'Jian-Ba-Min-2026' });
  await first.closed;
  return token;
}

/** Takes and leaves a post, again and again, at a console that comes and goes with the hall. */
async function serve(console_: QuietConsole, acknowledged: Acknowledged[], stopped: () => boolean): Promise<void> {
  const ask = async (name: 'duty.start' | 'duty.end', expectedVersion: number) => {
    const shared = { commandId: newCommandId(), post: 'officer' as const, expectedVersion };
    const { answer, attempts } = await insist(() => (name === 'duty.start' ? console_.link.request(name, shared) : console_.link.request('duty.end', { ...shared, note: '离开片刻' })));
    acknowledged.push({ commandId: shared.commandId, name, attempts });
    return answer.post.version;
  };
  for (let version = 0; !stopped();) {
    version = await ask('duty.end', await ask('duty.start', version));
  }
}

/** What the hall shows to this person now. */
async function visible(hall: HallProcess, token: string): Promise<HallSnapshot> {
  const client = await RawClient.open(reach(hall));
  await client.hello({ token, purpose: 'desk' });
  const replica = await Replica.follow(client);
  client.socket.terminate();
  return replica.lists();
}

describe.each([['sqlite', 20], ['postgres', 5]] as const)('the hall on %s, killed under load %d times', (dialect, kills) => {
  it('keeps what it acknowledged, does nothing twice, and its consoles end in step with it', { timeout: 300_000 }, async () => {
    storageDir = mkdtempSync(path.join(tmpdir(), 'hall-killed-'));
    server ??= dialect === 'postgres' ? await startPostgres() : undefined;
    const place: HallPlace = { storageDir, databaseUrl: dialect === 'postgres' ? await server!.createDatabase() : null, port: dialect === 'sqlite' ? 23_500 : 23_530 };
    let hall = (running = await HallProcess.start(place));
    const tokens = [await person(hall, { court: '闽', role: 'dispatcher' }), await person(hall, { court: OFFICER_COURT, role: 'dutyOfficer' })];
    const { url, caPem } = hall;
    const consoles = tokens.map((token) => new QuietConsole({ url, caPem, token }));
    await Promise.all(consoles.map((one) => one.until(({ synced }) => synced)));

    const load = new OperatorLoad({ storageDir, url }, { links: 3, each: 5 });
    let stopped = false;
    const serving = serve(consoles[1]!, load.acknowledged, () => stopped);
    const faults: string[] = [];
    for (let round = 0; round < kills; round += 1) {
      const before = load.acknowledged.length;
      while (load.acknowledged.length < before + 20) {
        load.check();
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
      await hall.kill();
      faults.push(...hall.faults);
      hall = running = await HallProcess.start(place);
    }
    stopped = true;
    await Promise.all([load.stop(), serving]);
    expect([...faults, ...hall.faults]).toEqual([]);

    // Nearly every kill cut something short, and all of it was asked again.
    expect(load.acknowledged.filter(({ attempts }) => attempts > 1).length).toBeGreaterThan(kills);
    const position = await headOf(place);
    await Promise.all(consoles.map((one) => one.until((state) => state.synced && state.position?.sequence === position)));
    for (const [index, token] of tokens.entries()) {
      expect(sorted(snapshotOf(consoles[index]!.state.log))).toEqual(await visible(hall, token));
      expect(consoles[index]!.trouble).toEqual([]);
      consoles[index]!.close();
    }
    await hall.kill('SIGTERM');
    await checkLog(place, load);
  });
});

async function headOf(place: HallPlace): Promise<number> {
  const storage = await openStorage({ ...place, readOnly: true });
  const { sequence } = await storage.journal.head();
  await storage.close();
  return sequence;
}

async function checkLog(place: HallPlace, load: OperatorLoad): Promise<void> {
  const storage = await openStorage({ ...place, readOnly: true });
  const { publicKey } = openSigningKey(place.storageDir, 'log');
  const verdict = await verifyJournal({ journal: storage.journal, publicKey });
  expect(verdict).toMatchObject({ fault: null, heads: 1, snapshot: 'equal' });
  const counts = new Map<string, number>();
  for (const { commandId, name } of await storage.journal.read({ after: 0, limit: 1_000_000 })) {
    if (commandId !== null && !name.startsWith('user.')) {
      counts.set(commandId, (counts.get(commandId) ?? 0) + 1);
    }
  }
  expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(load.acknowledged.map(({ commandId, name }) => [commandId, ENTRIES_OF[name]])));
  await storage.close();
}
