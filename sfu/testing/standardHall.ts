import { request } from 'node:https';
import { createIngest } from '../ingest/ingest.ts';
import { createMediaPlane, type MediaPlane } from '../media/mediaPlane.ts';
import { startTestHall, type TestHall } from './testHall.ts';

export type HttpAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string | undefined>>; readonly body: string };
export type HttpWish = { readonly method?: string; readonly path: string; readonly token?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export type StandardHall = { readonly test: TestHall; readonly media: MediaPlane; ask(wish: HttpWish): Promise<HttpAnswer> };

/** A whole hall with real media workers, and an HTTP client that is nobody's but the test's. */
export async function startStandardHall(): Promise<StandardHall> {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
  if (workerBin === undefined) throw new Error('MEDIASOUP_WORKER_BIN must name the mediasoup worker; `npm test` sets it');
  const made: MediaPlane[] = [];
  const planes = {
    createIngest,
    createMediaPlane: async (options: Parameters<typeof createMediaPlane>[0]) => {
      const plane = await createMediaPlane(options);
      made.push(plane);
      return plane;
    },
  };
  const basePort = 24_000 + (process.pid % 300) * 10;
  const test = await startTestHall({ planes, config: { media: { listenIp: '127.0.0.1', basePort, workers: 2, workerBin, logLevel: 'error', lookBackMs: 0 } } });
  const media = made[0];
  if (media === undefined) throw new Error('the hall made no media plane');
  return { test, media, ask: (wish) => askHall(test, wish) };
}

export function askHall({ hall }: Pick<TestHall, 'hall'>, { method = 'GET', path, token, headers = {}, body }: HttpWish): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: hall.port,
        ca: hall.caCertificatePem,
        method,
        path,
        agent: false,
        headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }), ...headers },
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers as Record<string, string | undefined>, body: Buffer.concat(pieces).toString() }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
