import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WebSocketServer } from 'ws';
import { ensureBuilt } from '../scripts/build/ensureBuilt.ts';
import { interleaved, wait, type Bench } from './bench.ts';
import type { BenchHall } from './harness/benchHall.ts';
import type { PageHost } from './harness/pageHost.ts';
import { StartedApp } from './harness/startedApp.ts';
import { quantile } from './report/measure.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const ECHO_PORT = 28_890;
const PRESSES = 20;
/** Not in step with anything that happens once a second. */
const BETWEEN_MS = 370;
const SHOWN_WITHIN_MS = 60_000;
const ALARM_WITHIN_MS = 15_000;
/** The hall puts off what a unit asks for too often. */
const REST_MS = 1_100;

type Times = { readonly p50: number; readonly p95: number };

/** From the press of a unit's button to the alarm in a desk's window; beside a socket that passes a message to a page. */
export const sosBench: Bench = async ({ hall, rounds, say }) => {
  await ensureBuilt(say);
  say('sos: opening a console and a unit …');
  const console_ = await startConsole(hall);
  const pages = await hall.openPages();
  const server = new WebSocketServer({ host: '127.0.0.1', port: ECHO_PORT });
  server.on('connection', (socket) => socket.on('message', (message, isBinary) => server.clients.forEach((other) => other.send(message, { binary: isBinary }))));
  const ours: Times[] = [];
  const peer: Times[] = [];
  try {
    await pages.open({ window: 'unit', bounds: { x: 1_920, y: 0, width: 400, height: 300 } });
    await pages.open({ window: 'desk', bounds: { x: 2_400, y: 0, width: 400, height: 300 } });
    await pages.call('unit', 'openSosUnit', hall.unitAccess);
    const url = `ws://127.0.0.1:${ECHO_PORT}`;
    await pages.call('desk', 'openEchoDesk', { url });
    await pages.call('unit', 'openEchoUnit', { url });
    await interleaved({
      rounds,
      ours: () => pressed(() => pressOnce(hall, console_, pages)),
      peer: () => pressed(() => echoOnce(pages)),
      each: (round, one, other) => {
        ours.push(one);
        peer.push(other);
        say(`sos ${round + 1}/${rounds}: hall p50 ${one.p50} p95 ${Math.round(one.p95)} ms, bare socket p50 ${other.p50} p95 ${Math.round(other.p95)} ms`);
      },
    });
  } finally {
    server.close();
    await pages.end();
    await console_.close();
  }
  const row = (what: string, pick: (times: Times) => number) => ({ bench: 'sos', what, unit: 'ms', ours: ours.map(pick), peer: { name: 'bare WebSocket and a line of text', values: peer.map(pick) } });
  return [row('press → alarm in the desk’s window, p50', ({ p50 }) => p50), row('press → alarm in the desk’s window, p95', ({ p95 }) => p95)];
};

async function pressed(once: () => Promise<number>): Promise<Times> {
  const times: number[] = [];
  for (let press = 0; press < PRESSES; press += 1) {
    await wait(BETWEEN_MS);
    times.push(await once());
  }
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

async function pressOnce(hall: BenchHall, app: StartedApp, pages: PageHost): Promise<number> {
  await app.until((all) => all.length > 0, { withinMs: ALARM_WITHIN_MS });
  await app.forget();
  const at = await pages.call('unit', 'pressSos');
  const shown = await app.until((all) => all.some(({ marks }) => marks['alarm'] !== undefined), { withinMs: ALARM_WITHIN_MS });
  const shownAt = Math.min(...shown.flatMap(({ marks }) => marks['alarm'] ?? []));
  await resolveAll(hall);
  await pages.call('unit', 'untilNoSos');
  await wait(REST_MS);
  return shownAt - at;
}

/** As whoever sits at the desk does. */
async function resolveAll({ control }: BenchHall): Promise<void> {
  await control.view();
  for (const { alarmId, version } of control.alarms().filter(({ state }) => state !== 'resolved')) {
    await control.request('alarm.resolve', { commandId: control.newCommandId(), alarmId, expectedVersion: version, outcome: 'falseAlarm', reason: '测量' });
  }
}

async function echoOnce(pages: PageHost): Promise<number> {
  const before = (await pages.call('desk', 'shownEchoes')).length;
  const at = await pages.call('unit', 'pressEcho');
  for (const deadline = Date.now() + ALARM_WITHIN_MS; Date.now() < deadline; await wait(20)) {
    const shownAt = (await pages.call('desk', 'shownEchoes'))[before];
    if (shownAt !== undefined) {
      return shownAt - at;
    }
  }
  throw new Error('a bare message did not arrive');
}

async function startConsole(hall: BenchHall): Promise<StartedApp> {
  const userData = path.join(hall.folder, 'profiles/sos');
  mkdirSync(userData, { recursive: true });
  const secretFile = (name: string, content: string) => {
    const file = path.join(hall.folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  };
  const app = await StartedApp.create({
    app: ROOT,
    display: hall.displays.display,
    userData,
    environment: {
      CONSOLE_HALL_URL: hall.hall.address.url,
      CONSOLE_CA_FINGERPRINT: hall.hall.address.caFingerprint,
      CONSOLE_TOKEN_FILE: secretFile('sos-console.token', hall.consoleToken),
      CONSOLE_PERSON_TOKEN_FILE: secretFile('sos-person.token', hall.personToken),
      CONSOLE_USER_DATA: userData,
    },
    selectors: { desk: '[data-role="unit-list"]', alarm: '[data-role="alarm-strip"]' },
    log: (message) => hall.log(`console: ${message}`),
  });
  try {
    await app.until((pages) => pages.some(({ marks }) => marks['desk'] !== undefined), { withinMs: SHOWN_WITHIN_MS });
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}
