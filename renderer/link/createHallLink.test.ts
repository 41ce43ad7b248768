import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { AppError } from '#protocol/errors.ts';
import { CLOSE_CODES } from '#protocol/closeCodes.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { SIGNALLING_PATH } from '#protocol/signallingPath.ts';
import { createHallLink, type HallLinkOptions } from './createHallLink.ts';
import type { HallLink, LinkPhase } from './hallLink.ts';

type Asked = { id: number; method: string; data: unknown };
type Hall = { server: WebSocketServer; port: number; sockets: WebSocket[]; asked: Asked[] };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const cleanup of cleanups.splice(0).toReversed()) {
    await cleanup();
  }
});

const session = {
  sessionId: '0190a0b0-0000-7000-8000-000000000001',
  hallId: 'hall',
  hallName: '指挥中心',
  protocolVersion: PROTOCOL_VERSION,
  capabilities: ['session.use'],
  court: { courtCode: '闽', name: '福建省高级人民法院' },
  person: null,
  unit: null,
  frameClock: false,
};

/** A real socket server on this machine. `answer` gives the frames sent back for one request. */
async function startHall(options: { port?: number; answer?: (asked: Asked, socket: WebSocket) => unknown } = {}): Promise<Hall> {
  const server = new WebSocketServer({ port: options.port ?? 0, host: '127.0.0.1' });
  const hall: Hall = { server, port: 0, sockets: [], asked: [] };
  server.on('connection', (socket) => {
    hall.sockets.push(socket);
    socket.on('message', (bytes: Buffer, isBinary: boolean) => {
      if (isBinary) {
        socket.send(bytes);
        return;
      }
      const asked = JSON.parse(bytes.toString()) as Asked;
      hall.asked.push(asked);
      const answer = options.answer?.(asked, socket);
      if (answer !== undefined) {
        if (answer !== null) {
          socket.send(typeof answer === 'string' ? answer : JSON.stringify(answer));
        }
      } else if (asked.method === 'session.hello') {
        socket.send(JSON.stringify({ id: asked.id, ok: true, data: { ...session, serverAt: Date.now() } }));
      } else if (asked.method === 'session.ping') {
        socket.send(JSON.stringify({ id: asked.id, ok: true, data: { serverAt: Date.now() } }));
      }
    });
  });
  await once(server, 'listening');
  hall.port = (server.address() as AddressInfo).port;
  cleanups.push(() => stopHall(hall));
  return hall;
}

function stopHall(hall: Hall): Promise<void> {
  for (const socket of hall.server.clients) {
    socket.terminate();
  }
  return new Promise((resolve) => hall.server.close(() => resolve()));
}

function openLink(hall: { port: number }, options: Partial<HallLinkOptions> = {}): HallLink {
  const link = createHallLink({
    url: `http://127.0.0.1:${hall.port}`,
    token: 'token',
    purpose: 'desk',
    clientName: 'test',
    clientVersion: '0',
    createSocket: (url) => new WebSocket(url),
    log: () => undefined,
    ...options,
  });
  cleanups.push(() => link.close());
  return link;
}

const phaseOf = (link: HallLink): LinkPhase => link.state.getState().phase;
const reached = (link: HallLink, phase: LinkPhase) => vi.waitFor(() => expect(phaseOf(link)).toBe(phase), { timeout: 4_000, interval: 5 });
const codeOf = (promise: Promise<unknown>) => promise.then(() => 'answered', (error: unknown) => (error instanceof AppError ? error.code : error));

describe('hall link', () => {
  it('says hello first, on the signalling path, and is online with the session', async () => {
    const hall = await startHall();
    const paths: string[] = [];
    hall.server.on('connection', (_, request) => paths.push(request.url ?? ''));
    const link = openLink(hall);
    expect(phaseOf(link)).toBe('connecting');
    await reached(link, 'online');
    expect(paths).toEqual([SIGNALLING_PATH]);
    expect(hall.asked[0]).toMatchObject({ method: 'session.hello', data: { token: 'token', purpose: 'desk', protocolVersion: PROTOCOL_VERSION } });
    expect(link.state.getState().session?.hallName).toBe('指挥中心');
  });

  it('takes the hall for the clock', async () => {
    const hall = await startHall({
      answer: (asked) =>
        asked.method === 'session.hello'
          ? { id: asked.id, ok: true, data: { ...session, serverAt: Date.now() + 60_000 } }
          : { id: asked.id, ok: true, data: { serverAt: Date.now() + 60_000 } },
    });
    const link = openLink(hall);
    await reached(link, 'online');
    await vi.waitFor(() => expect(Math.abs(link.now() - Date.now() - 60_000)).toBeLessThan(200));
    expect(link.state.getState().roundTripMs).not.toBeNull();
  });

  it('follows the clock of an exercise: its pace, and each step as soon as it is told', async () => {
    let shown = { serverAt: 1_000_000, rate: 0 };
    const hall = await startHall({
      answer: (asked) => ({ id: asked.id, ok: true, data: asked.method === 'session.hello' ? { ...session, exercise: true, ...shown } : shown }),
    });
    const clock = { time: 500, now: () => clock.time };
    const link = openLink(hall, { clock });
    await reached(link, 'online');
    clock.time = 60_500;
    expect([link.now(), link.state.getState().clockRate]).toEqual([1_000_000, 0]);
    const heard: number[] = [];
    link.on('clock.changed', () => heard.push(link.now()));
    shown = { serverAt: 1_600_000, rate: 60 };
    hall.sockets[0]!.send(JSON.stringify({ notice: 'clock.changed', data: { at: 1_600_000, rate: 60 } }));
    await vi.waitFor(() => expect(link.state.getState().clockRate).toBe(60));
    expect(heard).toEqual([1_600_000]);
    clock.time += 1_000;
    expect(link.now()).toBe(1_660_000);
  });

  it('gives each of several requests its own answer, whatever their order', async () => {
    const held: Asked[] = [];
    const hall = await startHall({
      answer: (asked, socket) => {
        if (asked.method !== 'media.restartIce') {
          return undefined;
        }
        held.push(asked);
        if (held.length === 3) {
          for (const { id, data } of held.toReversed()) {
            socket.send(JSON.stringify({ id, ok: true, data: { iceParameters: { of: data } } }));
          }
        }
        return null;
      },
    });
    const link = openLink(hall);
    await reached(link, 'online');
    const transportIds = ['a', 'b', 'c'] as const;
    const answers = await Promise.all(transportIds.map((transportId) => link.request('media.restartIce', { transportId })));
    expect(answers.map(({ iceParameters }) => iceParameters['of'])).toEqual(transportIds.map((transportId) => ({ transportId })));
  });

  it('turns refusals, also those of a newer hall, and answers that do not fit into coded errors', async () => {
    const hall = await startHall({
      answer: ({ id, method }) => {
        switch (method) {
          case 'hall.follow':
            return { id, ok: false, error: { code: 'forbidden', params: {} } };
          case 'diagnostics.list':
            return { id, ok: false, error: { code: 'inventedLater', params: {} } };
          case 'media.capabilities':
            return { id, ok: true, data: { routerRtpCapabilities: 7 } };
          default:
            return undefined;
        }
      },
    });
    const link = openLink(hall);
    await reached(link, 'online');
    expect(await codeOf(link.request('hall.follow', { from: null }))).toBe('forbidden');
    expect(await codeOf(link.request('diagnostics.list', {}))).toBe('internal');
    expect(await codeOf(link.request('media.capabilities', {}))).toBe('internal');
  });

  it('gives up on time, on abort, and when not online', async () => {
    const hall = await startHall();
    const link = openLink(hall);
    expect(await codeOf(link.request('hall.follow', { from: null }))).toBe('disconnected');
    await reached(link, 'online');
    expect(await codeOf(link.request('hall.follow', { from: null }, { timeoutMs: 30 }))).toBe('timedOut');
    const abort = new AbortController();
    const asked = codeOf(link.request('hall.follow', { from: null }, { signal: abort.signal }));
    abort.abort('enough');
    expect(await asked).toBe('enough');
    expect(phaseOf(link)).toBe('online');
  });

  it('says that an answer is there before it hands on what the hall sent after it', async () => {
    const order: string[] = [];
    const hall = await startHall({
      answer: ({ id, method }, socket) => {
        if (method !== 'media.capabilities') {
          return undefined;
        }
        socket.send('{"notice":"session.ended","data":{"reason":"before"}}');
        socket.send(JSON.stringify({ id, ok: true, data: { routerRtpCapabilities: {} } }));
        socket.send('{"notice":"session.ended","data":{"reason":"after"}}');
        return null;
      },
    });
    const link = openLink(hall);
    await reached(link, 'online');
    link.on('session.ended', ({ reason }) => order.push(reason));
    await link.request('media.capabilities', {}, { onAnswered: () => order.push('answer') });
    await vi.waitFor(() => expect(order).toEqual(['before', 'answer', 'after']));
  });

  it('survives nonsense, unknown notices, misfitting ones and a failing listener', async () => {
    const log = vi.fn<(message: string, cause: unknown) => void>();
    const hall = await startHall();
    const link = openLink(hall, { log });
    await reached(link, 'online');
    const heard: string[] = [];
    link.on('session.ended', () => {
      throw new Error('listener');
    });
    const forget = link.on('session.ended', ({ reason }) => heard.push(reason));
    for (const frame of ['nonsense', '[]', '{"notice":"moon.landed","data":{}}', '{"notice":"session.ended","data":{"reason":4}}']) {
      hall.sockets[0]!.send(frame);
    }
    hall.sockets[0]!.send('{"notice":"session.ended","data":{"reason":"one","added":"later"}}');
    await vi.waitFor(() => expect(heard).toEqual(['one']));
    expect(log.mock.calls).toHaveLength(4);
    forget();
    hall.sockets[0]!.send('{"notice":"session.ended","data":{"reason":"two"}}');
    await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(5));
    expect(heard).toEqual(['one']);
    expect(phaseOf(link)).toBe('online');
  });

  it('carries binary frames both ways, only while online', async () => {
    const hall = await startHall();
    const link = openLink(hall);
    expect(link.sendBinary(new Uint8Array([1]))).toBe(false);
    await reached(link, 'online');
    const heard: number[][] = [];
    link.onBinary((bytes) => heard.push([...bytes]));
    expect(link.sendBinary(new Uint8Array([1, 2, 3]))).toBe(true);
    await vi.waitFor(() => expect(heard).toEqual([[1, 2, 3]]));
  });

  it('comes back within half a second of a hall that was killed and started again', async () => {
    const first = await startHall({ answer: (asked) => (asked.method === 'hall.follow' ? null : undefined) });
    const link = openLink(first);
    await reached(link, 'online');
    const phases: LinkPhase[] = [];
    link.state.subscribe((state, before) => state.phase !== before.phase && phases.push(state.phase));
    const underWay = codeOf(link.request('hall.follow', { from: null }));
    await stopHall(first);
    await reached(link, 'offline');
    expect(await underWay).toBe('disconnected');
    expect(link.state.getState()).toMatchObject({ error: 'disconnected', session: null });
    const startedAt = Date.now();
    await startHall({ port: first.port });
    await reached(link, 'online');
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    expect(phases).toEqual(['offline', 'online']);
  });

  it('finds a half-open socket by its silence and takes another', async () => {
    const deaf = new Set<WebSocket>();
    const hall = await startHall({
      answer: ({ id, method }, socket) =>
        deaf.has(socket) ? null : method === 'media.capabilities' ? { id, ok: true, data: { routerRtpCapabilities: {} } } : undefined,
    });
    // Only the intervals are sped up; the sockets stay real.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const link = openLink(hall);
    await reached(link, 'online');
    // Answers come in order: with this one the first ping's is here too.
    await link.request('media.capabilities', {});
    deaf.add(hall.sockets[0]!);
    vi.advanceTimersByTime(10_000);
    expect(phaseOf(link)).toBe('online');
    vi.advanceTimersByTime(5_000);
    expect(phaseOf(link)).toBe('offline');
    vi.useRealTimers();
    await reached(link, 'online');
    expect(hall.sockets).toHaveLength(2);
  });

  it('does not lose a link whose pings are answered', async () => {
    const hall = await startHall();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const link = openLink(hall);
    await reached(link, 'online');
    for (let tick = 1; tick <= 6; tick += 1) {
      vi.advanceTimersByTime(5_000);
      const pings = tick + 1;
      await vi.waitFor(() => expect(hall.asked.filter(({ method }) => method === 'session.ping')).toHaveLength(pings));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(hall.sockets).toHaveLength(1);
    expect(phaseOf(link)).toBe('online');
  });

  it('stays refused when its token is, until somebody asks for another attempt', async () => {
    let accepts = false;
    const hall = await startHall({
      answer: (asked, socket) => {
        if (accepts) {
          return undefined;
        }
        queueMicrotask(() => socket.close(CLOSE_CODES.unauthorised));
        return { id: asked.id, ok: false, error: { code: 'tokenExpired', params: {} } };
      },
    });
    const link = openLink(hall);
    await reached(link, 'refused');
    expect(link.state.getState()).toMatchObject({ error: 'tokenExpired', retryAt: null });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(hall.sockets).toHaveLength(1);
    accepts = true;
    link.reconnect();
    await reached(link, 'online');
  });

  it('comes back at once when rights changed, without a word of being away', async () => {
    const hall = await startHall();
    const clock = { now: () => Date.now() + offsetMs };
    let offsetMs = 0;
    const link = openLink(hall, { clock });
    await reached(link, 'online');
    const phases: LinkPhase[] = [];
    link.state.subscribe((state, before) => state.phase !== before.phase && phases.push(state.phase));
    offsetMs = 2_000;
    hall.sockets[0]!.close(CLOSE_CODES.rightsChanged);
    await vi.waitFor(() => expect(phases).toEqual(['connecting', 'online']));
    // A hall that cuts off every hello must not be asked in a circle.
    hall.sockets[1]!.close(CLOSE_CODES.rightsChanged);
    await reached(link, 'offline');
    await reached(link, 'online');
    expect(phases).toEqual(['connecting', 'online', 'offline', 'online']);
  });

  it('does not fight over its place: replaced is final', async () => {
    const hall = await startHall();
    const link = openLink(hall);
    await reached(link, 'online');
    hall.sockets[0]!.close(CLOSE_CODES.replaced);
    await reached(link, 'refused');
    expect(link.state.getState()).toMatchObject({ error: 'replaced', retryAt: null });
  });

  it('lets a listener of the state call for an attempt or close, without a second socket', async () => {
    const hall = await startHall();
    const link = openLink(hall);
    await reached(link, 'online');
    const forget = link.state.subscribe((state) => state.phase === 'offline' && link.reconnect());
    hall.sockets[0]!.terminate();
    await vi.waitFor(() => expect(hall.sockets).toHaveLength(2));
    await reached(link, 'online');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(hall.sockets).toHaveLength(2);
    forget();
    link.state.subscribe((state) => state.phase === 'offline' && link.close());
    hall.sockets[1]!.terminate();
    await reached(link, 'closed');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(hall.sockets).toHaveLength(2);
  });

  it('ends on close, fails what is under way and never comes back', async () => {
    const hall = await startHall();
    const link = openLink(hall);
    await reached(link, 'online');
    const underWay = codeOf(link.request('hall.follow', { from: null }));
    link.close();
    link.close();
    link.reconnect();
    expect(await underWay).toBe('disconnected');
    expect(phaseOf(link)).toBe('closed');
    await vi.waitFor(() => expect(hall.server.clients.size).toBe(0));
  });
});
