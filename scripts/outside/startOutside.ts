import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { OutsideSystem, type PushedNotice } from './outsideSystem.ts';

/** What a hall shows by default. */
export const OUTSIDE_TOKEN = 'simulated-outside-system';

const SYSTEMS = ['police', 'hotline'] as const;
type SystemName = (typeof SYSTEMS)[number];
const MOST_BODY_BYTES = 1024 * 1024;

/** Simulated outside systems that run. */
export type RunningOutside = Readonly<Record<SystemName, OutsideSystem>> & {
  readonly port: number;
  /** Where a hall finds one of them. */
  readonly urlOf: (system: SystemName) => string;
  /** Idempotent. */
  close(): Promise<void>;
};

type Options = {
  /** 0: any free one. */
  readonly port: number;
  readonly token?: string;
  /** PEM; without it plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
};

type Answer = { readonly status: number; readonly body: unknown };

/** Serves the interface of `docs/connectors.md` for both systems, and what scenarios steer them by. Errors: EADDRINUSE and the like. */
export async function startOutside({ port, token = OUTSIDE_TOKEN, tls }: Options): Promise<RunningOutside> {
  const systems = { police: new OutsideSystem(), hotline: new OutsideSystem() };
  const serve: http.RequestListener = (request, response) => {
    answer(systems, token, request).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => send(response, 400, { error: error instanceof Error ? error.message : String(error) }),
    );
  };
  const server = tls === undefined ? http.createServer(serve) : https.createServer(tls, serve);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  let closing: Promise<void> | undefined;
  return {
    ...systems,
    port: bound,
    urlOf: (system) => `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${bound}/${system}`,
    close: () => (closing ??= new Promise((resolve) => {
      SYSTEMS.forEach((name) => systems[name].close());
      server.close(() => resolve());
      server.closeAllConnections();
    })),
  };
}

async function answer(systems: Readonly<Record<SystemName, OutsideSystem>>, token: string, request: http.IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://outside');
  const parts = pathname.split('/').filter((part) => part !== '').map(decodeURIComponent);
  const isSteering = parts[0] === 'sim';
  const [name, what, noticeId, more] = isSteering ? parts.slice(1) : parts;
  const system = SYSTEMS.includes(name as SystemName) ? systems[name as SystemName] : undefined;
  if (system === undefined) {
    return { status: 404, body: { error: 'no such system' } };
  }
  const asked = `${request.method} ${what ?? ''}${noticeId === undefined ? '' : '/…'}${more === undefined ? '' : `/${more}`}`;
  if (isSteering) {
    return steer(system, asked, request);
  }
  if (request.headers.authorization !== `Bearer ${token}`) {
    return { status: 401, body: { error: 'the token is wrong' } };
  }
  if (system.isDown) {
    return { status: 503, body: { error: 'down' } };
  }
  if (asked === 'GET notices') {
    const page = await system.after(searchParams.get('after'), Number(searchParams.get('waitMs') ?? 0));
    return system.isDown ? { status: 503, body: { error: 'down' } } : { status: 200, body: page };
  }
  if (asked === 'POST notices/…/receipt') {
    system.receipts.push({ noticeId: noticeId!, receipt: await readJson(request) });
    return { status: 200, body: {} };
  }
  return { status: 404, body: { error: 'nothing here' } };
}

async function steer(system: OutsideSystem, asked: string, request: http.IncomingMessage): Promise<Answer> {
  switch (asked) {
    case 'POST notices': return { status: 200, body: { id: system.push(await readJson(request)) } };
    case 'POST state': {
      system.setDown((await readJson(request))['down'] === true);
      return { status: 200, body: { down: system.isDown } };
    }
    case 'GET receipts': return { status: 200, body: { receipts: system.receipts } };
    default: return { status: 404, body: { error: 'nothing here' } };
  }
}

async function readJson(request: http.IncomingMessage): Promise<PushedNotice> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MOST_BODY_BYTES) {
      throw new Error('the body is too long');
    }
    pieces.push(piece);
  }
  const value: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('the body is no JSON object');
  }
  return value as PushedNotice;
}

function send(response: http.ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
