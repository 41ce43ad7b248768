import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { CLOSE_CODES } from '#protocol/closeCodes.ts';
import { AppError } from '#protocol/errors.ts';
import { guestRequest } from './guestRequest.ts';
import type { WebSocketLike } from './webSocketLike.ts';

const servers: WebSocketServer[] = [];
afterEach(() => servers.splice(0).forEach((server) => {
  server.clients.forEach((client) => client.terminate());
  server.close();
}));

type Asked = { id: number; method: string; data: unknown };

async function startHall(answer: (asked: Asked, socket: WebSocket) => void) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  servers.push(server);
  const asked: Asked[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (bytes: Buffer) => {
      const frame = JSON.parse(bytes.toString()) as Asked;
      asked.push(frame);
      answer(frame, socket);
    });
  });
  await once(server, 'listening');
  return { server, asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const createSocket = (url: string) => new WebSocket(url) as unknown as WebSocketLike;
const codeOf = (promise: Promise<unknown>) => promise.then(() => 'answered', (error: unknown) => (error instanceof AppError ? error.code : String(error)));
const client = { name: 'desk', version: '1' };

describe('a request without a session', () => {
  it('asks once, answers, and leaves no socket behind', async () => {
    const welcome = { hallId: 'h', hallName: '指挥中心', oidcName: null, serverAt: 1, exercise: false };
    const hall = await startHall(({ id }, socket) => socket.send(JSON.stringify({ id, ok: true, data: welcome })));
    await expect(guestRequest({ url: hall.url, name: 'session.welcome', input: {}, createSocket })).resolves.toEqual(welcome);
    expect(hall.asked).toEqual([{ id: 1, method: 'session.welcome', data: {} }]);
    await expect.poll(() => hall.server.clients.size).toBe(0);
  });

  it('tells why the hall refused, with what fills the sentence', async () => {
    const hall = await startHall(({ id }, socket) => socket.send(JSON.stringify({ id, ok: false, error: { code: 'accountLocked', params: { untilAt: 77 } } })));
    const asked = guestRequest({ url: hall.url, name: 'session.signIn', input: { username: 'a', password: 'b', client }, createSocket });
    await expect(asked).rejects.toMatchObject({ code: 'accountLocked', params: { untilAt: 77 } });
  });

  it('tells a hall that is away from one that is silent, closing or fed up', async () => {
    const gone = await startHall(() => undefined);
    const ask = (url: string) => codeOf(guestRequest({ url, name: 'session.welcome', input: {}, createSocket, timeoutMs: 200 }));
    expect(await ask(gone.url)).toBe('timedOut');
    gone.server.close();
    servers.splice(0).forEach((server) => server.clients.forEach((each) => each.terminate()));
    expect(await ask(gone.url)).toBe('disconnected');
    expect(await ask((await startHall((_, socket) => socket.close(CLOSE_CODES.serverClosing))).url)).toBe('closing');
    expect(await ask((await startHall((_, socket) => socket.close(CLOSE_CODES.flood))).url)).toBe('tooManyRequests');
    expect(await codeOf(guestRequest({ url: 'http://x', name: 'session.welcome', input: {}, createSocket: () => { throw new Error('no socket'); } }))).toBe('disconnected');
  });

  it('can be given up, and then closes its socket', async () => {
    const hall = await startHall(() => undefined);
    const giveUp = new AbortController();
    const asked = codeOf(guestRequest({ url: hall.url, name: 'session.finishOidc', input: { ticket: 't' }, createSocket, signal: giveUp.signal }));
    await expect.poll(() => hall.asked.length).toBe(1);
    giveUp.abort(new AppError('timedOut'));
    expect(await asked).toBe('timedOut');
    await expect.poll(() => hall.server.clients.size).toBe(0);
  });
});
