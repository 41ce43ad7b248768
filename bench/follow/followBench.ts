import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HallProcess } from '../../scripts/demo/hallProcess.ts';
import { ownUntilEnded } from '../harness/endChild.ts';
import type { Measure } from '../report/measure.ts';
import { crowdBench } from './crowd/crowdBench.ts';
import { Driver } from './driver.ts';
import { headOf, PeerProcess } from './followed.ts';
import { letHappen } from './history.ts';
import { comeBack, leave } from './resume.ts';
import { makeWorld, type World } from './world.ts';

type Run = { readonly rounds: number; readonly say: (text: string) => void };
type Stage = Run & { readonly world: World; readonly hall: HallProcess };

/** Beside the ports of the demo, the tests and the other benches. */
const BASE_PORT = 22_200;
const LONG_AWAY = 100_000;
const AWAY = 1_000;
const BLINK = 10;

/** Being in step with the hall: how a console comes back to it, and how five hundred stay with it. */
export async function followBench({ rounds, say }: Run): Promise<Measure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-follow-'));
  const storageDir = path.join(folder, 'storage');
  mkdirSync(storageDir);
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  let hall: HallProcess | undefined;
  const close = async () => hall?.close();
  const letGo = ownUntilEnded(close);
  try {
    say('follow: a hall with 95 courts, 100 people and 200 units …');
    const world = await makeWorld(storageDir);
    hall = await HallProcess.create({ storageDir, logFile: path.join(folder, 'hall.log'), port: BASE_PORT, mediaBasePort: BASE_PORT + 100, ingestPortFrom: BASE_PORT + 200, workers: 1 });
    const stage = { rounds, say, world, hall };
    const measures = [...(await resumeBench(stage)), ...(await crowdBench(stage))];
    await hall.close();
    remove();
    return measures;
  } catch (error) {
    await close();
    throw new Error(`${error instanceof Error ? error.message : String(error)}; the hall and its log are in ${folder}`, { cause: error });
  } finally {
    letGo();
  }
}

async function resumeBench({ world, hall, rounds, say }: Stage): Promise<Measure[]> {
  const [fresh, ...tokens] = world.seats.find(({ courtCode, roles }) => courtCode === '闽' && roles.includes('commander'))?.tokens ?? [];
  if (fresh === undefined) {
    throw new Error('nobody sees everything');
  }
  const door = hall.address;
  const leaving = { ...door, tokens, rounds };
  const longAway = await leave(leaving);
  const leftAt = await headOf(world.storageDir);
  await hall.close();
  say(`follow: ${LONG_AWAY} entries while it is down …`);
  await letHappen(world, LONG_AWAY);
  await hall.restart();
  const peer = await PeerProcess.create(world);
  try {
    const back = { hall: door, token: fresh, peer, say };
    const measures = await comeBack({ ...back, absent: longAway, missed: LONG_AWAY, upTo: await peer.loadMissed(leftAt.sequence) });
    const away = await leave(leaving);
    const awayAt = await headOf(world.storageDir);
    await work(world, hall, AWAY - BLINK);
    const blinking = await leave(leaving);
    await work(world, hall, BLINK);
    const upTo = await peer.loadMissed(awayAt.sequence);
    measures.push(...(await comeBack({ ...back, absent: away, missed: AWAY, upTo })));
    measures.push(...(await comeBack({ ...back, absent: blinking, missed: BLINK, upTo })));
    return measures;
  } finally {
    await peer.close();
  }
}

async function work(world: World, hall: HallProcess, commands: number): Promise<void> {
  const driver = await Driver.create(world, hall.address);
  await driver.drive({ commands, perSecond: 200 });
  driver.close();
}
