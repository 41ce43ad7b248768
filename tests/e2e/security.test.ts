import { readFile } from 'node:fs/promises';
import { get as httpsGet } from 'node:https';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '#protocol/closeCodes.ts';
import { DESK_CALLS, WALL_CALLS } from '../../electron/preload/bridgeNames.ts';
import { enrolDevice } from '../../scripts/demo/enrol.ts';
import { HallProcess } from '../../scripts/demo/hallProcess.ts';
import type { HostContext } from '../../renderer/platform/host.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { startForeignServer, type ForeignServer } from './rig/attacks/foreignServer.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { attempt, REACH_WAYS, SCRIPT_WAYS } from './rig/attacks/pageAttempts.ts';
import { helloFrame, tellHall } from './rig/attacks/rawSignal.ts';
import { until } from './rig/until.ts';

let rig: HallRig;
let foreign: ForeignServer;
let pages: { readonly desk: Page; readonly wall: Page };

/** What comes of each: an error, or nothing at all where the page is not told. Chromium has changed how it refuses workers. */
const OUTCOMES = { eval: /^EvalError$/, Function: /^EvalError$/, timer: /^done$/, inlineScript: /^done$/, dataScript: /^TypeError$/, blobWorker: /^(Security|Type)Error$/ };

const ROLES = ['desk', 'wall'] as const;
type Role = (typeof ROLES)[number];

beforeAll(async () => {
  foreign = await startForeignServer();
  // With a camera there, a refusal is the app's own.
  rig = await startHallRig({ displays: 2, units: 1, pages: 0, basePort: 19_800, switches: ['--use-fake-device-for-media-stream'] });
  pages = { desk: await rig.console.desk(), wall: rig.console.app.windows().find((page) => page.url().includes(pagePart('wall')))! };
  for (const role of ROLES) {
    await pages[role].waitForLoadState('load');
  }
});

afterAll(async () => {
  await rig?.close();
  await foreign?.close();
});

const mainLog = () => readFile(path.join(rig.stage.folder, 'console/logs/main.log'), 'utf8');

describe.each(ROLES)('the %s window', (role) => {
  it('is a page and nothing more', async () => {
    const facts = await pages[role].evaluate(() => {
      const bridge = Object.getOwnPropertyDescriptor(window, 'bridge');
      return {
        ofNode: ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
        frozen: [window.bridge, window.bridge?.call].every((part) => Object.isFrozen(part)),
        replaceable: bridge?.writable === true || bridge?.configurable === true,
        calls: Object.keys(window.bridge?.call ?? {}).toSorted(),
        doors: Object.keys(window.bridge ?? {}).toSorted(),
      };
    });
    const calls: readonly string[] = role === 'desk' ? DESK_CALLS : WALL_CALLS;
    expect(facts).toEqual({ ofNode: [], frozen: true, replaceable: false, calls: calls.toSorted(), doors: ['call', 'on'] });
  });

  it('was made with its locks', async () => {
    const preferences = await rig.console.app.evaluate(({ BrowserWindow }, part) => {
      type Known = { getLastWebPreferences(): Record<string, unknown> };
      const window = BrowserWindow.getAllWindows().find((candidate) => candidate.webContents.getURL().includes(part));
      return (window?.webContents as unknown as Known | undefined)?.getLastWebPreferences() ?? {};
    }, pagePart(role));
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    // Named only where they are on.
    expect([preferences['nodeIntegrationInWorker'] ?? false, preferences['allowRunningInsecureContent'] ?? false]).toEqual([false, false]);
  });

  it('has no bridge in a frame within it', async () => {
    const inFrame = await pages[role].evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const has = frame.contentWindow !== null && 'bridge' in frame.contentWindow;
      frame.remove();
      return has;
    });
    expect(inFrame).toBe(false);
  });

  it('goes nowhere', async () => {
    const page = pages[role];
    const before = page.url();
    await page.evaluate(() => (document.documentElement.dataset['stayed'] = 'yes'));
    const file = path.resolve(import.meta.dirname, '../../package.json');
    const other = role === 'desk' ? 'wall' : 'console';
    const targets = [foreign.url, 'https://example.invalid/', `file://${file}`, 'data:text/html,<p>x', 'javascript:document.title=1', `app://hall/apps/${other}/index.html`];
    const left: string[] = [];
    for (const target of targets) {
      await page.evaluate((url) => setTimeout(() => location.assign(url)), target);
      await page.evaluate((url) => setTimeout(() => Object.assign(document.createElement('a'), { href: url }).click()), target);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
      const stayed = await page.evaluate(() => document.documentElement.dataset['stayed'] === 'yes');
      if (!stayed || page.url() !== before) {
        left.push(target);
      }
    }
    expect(left).toEqual([]);
    expect(foreign.visits).toEqual([]);
    const denied = (await mainLog()).split('\n').filter((line) => line.includes('"denied"'));
    expect(denied.some((line) => line.includes(foreign.url))).toBe(true);
  });

  it('comes back from the one page that Chromium lets it go to', async () => {
    const page = pages[role];
    const own = page.url();
    await page.evaluate(() => setTimeout(() => location.assign('about:blank')));
    await page.waitForURL('about:blank');
    await page.waitForURL(own);
    const answers = () => page.evaluate(() => window.bridge!.call['window.context'](undefined)).then(({ purpose }: HostContext) => purpose, () => undefined);
    expect(await until('its bridge to answer', answers, { withinMs: 10_000 })).toBe(role);
  });

  it('opens no window', async () => {
    const page = pages[role];
    const count = () => rig.console.app.evaluate(({ BrowserWindow, webContents }) => [BrowserWindow.getAllWindows().length, webContents.getAllWebContents().length]);
    const before = await count();
    const targets = [foreign.url, 'https://example.invalid/', 'file:///etc/hostname', 'data:text/html,x', 'about:blank', '', 'app://hall/apps/wall/index.html'];
    expect(await page.evaluate((urls) => urls.filter((url) => window.open(url) !== null), targets)).toEqual([]);
    await page.evaluate((url) => Object.assign(document.createElement('a'), { href: url, target: '_blank' }).click(), foreign.url);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    expect(await count()).toEqual(before);
    expect(foreign.visits).toEqual([]);
  });

  it.each(SCRIPT_WAYS)('runs no text as a program: %s', async (way) => {
    const { outcome, violations } = await attempt(pages[role], way);
    expect(violations.length).toBeGreaterThan(0);
    expect(violations.every((directive) => /^(script|worker)-src/.test(directive))).toBe(true);
    expect(outcome).toMatch(OUTCOMES[way]);
  });

  it.each(REACH_WAYS)('reaches no stranger: %s', async (way) => {
    const { violations } = await attempt(pages[role], way, `${foreign.url}/${way}`);
    expect(violations.length).toBeGreaterThan(0);
    expect(foreign.visits).toEqual([]);
  });

  it('gets its own files and no others', async () => {
    const statusOf = (url: string) => pages[role].evaluate((target) => fetch(target).then((reply) => reply.status, () => 0), url);
    expect(await statusOf('app://hall/apps/wall/index.html')).toBe(200);
    const climbing = ['%2e%2e/%2e%2e/package.json', '..%2f..%2fpackage.json', 'apps/..%5c..%5c..%5cpackage.json', 'apps/%2e%2e%2f%2e%2e%2f%2e%2e/package.json', '../main/index.js', '%2e%2e%2fmain/index.js', '/etc/passwd', '%2fetc%2fpasswd', 'apps/wall/index.html%00.png', ''];
    const statuses = await Promise.all(climbing.map((part) => statusOf(`app://hall/${part}`)));
    expect(statuses).toEqual(climbing.map(() => 404));
    // Another host is another origin: the page's own policy ends it before main is asked.
    expect(await statusOf('app://elsewhere/apps/wall/index.html')).toBe(0);
  });

  it('may not know where it is nor notify', async () => {
    const answers = await pages[role].evaluate(async () => {
      const position = await new Promise<number>((resolve) => navigator.geolocation.getCurrentPosition(() => resolve(0), (error) => resolve(error.code)));
      const ask = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
      return { position, notification: await Notification.requestPermission(), geolocation: await ask('geolocation'), midi: await ask('midi') };
    });
    expect(answers).toEqual({ position: 1, notification: 'denied', geolocation: 'denied', midi: 'denied' });
  });
});

describe('cameras', () => {
  const openCamera = (page: Page) =>
    page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
        (stream) => {
          stream.getTracks().forEach((track) => track.stop());
          return 'opened';
        },
        (error: DOMException) => error.name,
      ),
    );

  it('are for the desk and not for a wall', async () => {
    expect(await openCamera(pages.desk)).toBe('opened');
    expect(await openCamera(pages.wall)).toBe('NotAllowedError');
  });
});

describe('calls to main', () => {
  const DENIED = { ok: false, code: 'forbidden' };

  /** A message as main gets it from a page that does not keep to its bridge, such as one whose process was taken over. */
  const send = (role: Role, call: string, input?: unknown, frame: 'main' | 'inner' = 'main') =>
    rig.console.app.evaluate(
      ({ BrowserWindow, ipcMain }, wish) => {
        type Handlers = Map<string, (event: unknown, ...input: unknown[]) => Promise<{ ok: boolean; code?: string }>>;
        const handlers = (ipcMain as unknown as { _invokeHandlers: Handlers })._invokeHandlers;
        const contents = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes(wish.part))?.webContents;
        const handler = handlers.get(`hall:call:${wish.call}`);
        if (contents === undefined || handler === undefined) {
          throw new Error('There is no such window or no such call');
        }
        const senderFrame = wish.frame === 'main' ? contents.mainFrame : contents.mainFrame.frames[0];
        return handler({ sender: contents, senderFrame }, wish.input).then(({ ok, code }) => (ok ? { ok } : { ok, code }));
      },
      { part: pagePart(role), call, input, frame },
    );

  it('that are the desk’s are refused to a wall', async () => {
    const settings = await pages.desk.evaluate(() => window.bridge!.call['settings.get'](undefined));
    expect(await pages.wall.evaluate(() => 'settings.save' in window.bridge!.call)).toBe(false);
    // The road itself is open: the desk's frame and a wall's own call pass.
    expect(await send('desk', 'settings.get')).toEqual({ ok: true });
    expect(await send('wall', 'window.context')).toEqual({ ok: true });
    expect(await send('wall', 'settings.save', { settings: { ...settings, locale: 'en' } })).toEqual(DENIED);
    expect(await Promise.all(['settings.get', 'displays.list', 'displays.identify'].map((call) => send('wall', call)))).toEqual([DENIED, DENIED, DENIED]);
    expect(await pages.desk.evaluate(() => window.bridge!.call['settings.get'](undefined))).toEqual(settings);
  });

  it('are refused to a frame within a page', async () => {
    await pages.desk.evaluate(() => document.body.append(Object.assign(document.createElement('iframe'), { id: 'inner' })));
    expect(await send('desk', 'settings.get', undefined, 'inner')).toEqual(DENIED);
    await pages.desk.evaluate(() => document.querySelector('#inner')?.remove());
  });

  it('with bad input are refused and change nothing', async () => {
    const outcomes = await pages.desk.evaluate(async () => {
      const { 'settings.get': get, 'settings.save': save } = window.bridge!.call;
      const good = await get(undefined);
      const bad: Record<string, unknown> = {
        nothing: undefined,
        'no settings': {},
        'plain http': { settings: { ...good, server: { url: 'http://127.0.0.1:1', caFingerprint: '0'.repeat(64) } } },
        'a path': { settings: { ...good, server: { url: 'https://127.0.0.1:1/x', caFingerprint: '0'.repeat(64) } } },
        'no fingerprint': { settings: { ...good, server: { url: 'https://127.0.0.1:1', caFingerprint: '' } } },
        'a file': { settings: { ...good, streetsUrl: 'file:///etc/passwd' } },
        'a strange language': { settings: { ...good, locale: 'xx' } },
        'an extra key': { settings: good, admin: true },
        'an extra setting': { settings: { ...good, admin: true } },
        'an empty token': { settings: good, token: '' },
        'seventeen walls': { settings: { ...good, wallDisplays: Array.from({ length: 17 }, String) } },
        '64 kB': { settings: good, token: 'x'.repeat(65_536) },
      };
      const codes: Record<string, string> = {};
      for (const [name, input] of Object.entries(bad)) {
        codes[name] = await (save as (value: unknown) => Promise<unknown>)(input).then(() => 'saved', (error: Error) => error.message);
      }
      return { codes, unchanged: JSON.stringify(await get(undefined)) === JSON.stringify(good) };
    });
    expect(outcomes.unchanged).toBe(true);
    expect(Object.entries(outcomes.codes).filter(([, code]) => code !== 'badInput')).toEqual([]);
    expect(Object.keys(outcomes.codes)).toHaveLength(12);
  });
});

describe('the hall’s door', () => {
  it('refuses the page of another site at the upgrade', async () => {
    const { address } = rig.stage.hall;
    expect(await tellHall(address, { origin: 'https://evil.example', say: '' })).toEqual({ refusedWith: 403 });
    expect(await tellHall(address, { origin: 'null', say: '' })).toEqual({ refusedWith: 403 });
  });

  it('closes on a forged token', async () => {
    const token = await enrolDevice({ hall: rig.stage.place, role: 'observer', name: '测试' });
    const [header, claims, signature] = token.split('.');
    const raised = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims!, 'base64url').toString()), role: 'person' })).toString('base64url');
    const end = await tellHall(rig.stage.hall.address, { say: helloFrame(`${header}.${raised}.${signature}`) });
    expect(end).toEqual({ closedWith: CLOSE_CODES.unauthorised, heard: [expect.stringContaining('"tokenInvalid"')] });
  });

  it('closes on a frame of 10 MB and goes on serving', async () => {
    expect(await tellHall(rig.stage.hall.address, { say: 'a'.repeat(10 * 1024 * 1024) })).toEqual({ closedWith: 1009, heard: [] });
    expect((await rig.stage.control.view()).units).toHaveLength(1);
    await until('the desk to be online still', () => phaseOf(pages.desk).then((phase) => phase === 'online'), { withinMs: 5_000 });
  });
});

describe('a hall with another authority', () => {
  let impostor: HallProcess;
  let deceived: ConsoleApp;

  beforeAll(async () => {
    const folder = path.join(rig.stage.folder, 'impostor');
    impostor = await HallProcess.create({
      storageDir: path.join(folder, 'storage'),
      logFile: path.join(folder, 'hall.log'),
      port: 20_200,
      mediaBasePort: 20_300,
      ingestPortFrom: 20_400,
      workers: 1,
    });
    deceived = await ConsoleApp.create({
      display: rig.displays.display,
      // The address leads to the impostor; the fingerprint is the true hall's.
      environment: { ...rig.stage.consoleEnvironment(), CONSOLE_HALL_URL: impostor.address.url, CONSOLE_USER_DATA: path.join(folder, 'console') },
      logFile: path.join(folder, 'console.log'),
    });
  });

  afterAll(async () => {
    await deceived?.close();
    await impostor?.close();
  });

  /** Requests that the impostor has heard, of whatever kind. */
  const heard = async () => {
    const counted = (await metricsOf(impostor)).match(/^hall_(requests_total|bad_frames_total|connections_ended_total|sessions)(\{.*\})? [1-9]\d*$/gm);
    return counted ?? [];
  };

  it('is not spoken to, and the desk says what to check', async () => {
    const desk = await deceived.desk();
    let log = '';
    const refused = async () => {
      log = await readFile(path.join(rig.stage.folder, 'impostor/console/logs/main.log'), 'utf8');
      return log.includes('not one of the pinned CA');
    };
    // One line for many attempts: Chromium keeps the verdict.
    await until('a refusal', refused, { withinMs: 60_000, everyMs: 250, describe: () => log.split('\n').slice(-5) });
    await desk.getByRole('status').filter({ hasText: '请检查网络、大厅地址与 CA 指纹' }).waitFor({ timeout: 20_000 });
    const wall = deceived.app.windows().find((page) => page.url().includes(pagePart('wall')))!;
    await wall.locator('[data-stage="unreachable"]').waitFor({ timeout: 20_000 });
    expect(await heard()).toEqual([]);
    // And it would have been counted, had the console said anything.
    await tellHall(impostor.address, { say: helloFrame('nobody') });
    expect(await heard()).not.toEqual([]);
  });
});

function metricsOf({ address }: HallProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    httpsGet(`${address.url}/metrics`, { ca: address.caPem }, (response) => void text(response).then(resolve, reject)).once('error', reject);
  });
}

function pagePart(role: Role): string {
  return role === 'desk' ? '/apps/console/' : '/apps/wall/';
}

function phaseOf(desk: Page): Promise<string | null> {
  return desk.locator('[data-role="connection"]').getAttribute('data-phase');
}
