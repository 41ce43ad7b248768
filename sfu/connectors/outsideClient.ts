import http from 'node:http';
import https from 'node:https';
import type { z } from 'zod';
import type { CONNECTOR_FAULTS } from '#protocol/alarms/connectors.ts';
import { noticesSchema, type Receipt } from './notices.ts';

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** The other side answers within this time, on top of that for which it was allowed to wait, ms. */
const ANSWER_WITHIN_MS = 10_000;

export type OutsideFault = (typeof CONNECTOR_FAULTS)[number];

/** The other side did not do what was asked. */
export class OutsideError extends Error {
  override readonly name = 'OutsideError';
  readonly fault: OutsideFault;
  /** HTTP status, where there was an answer. */
  readonly status: number | null;

  constructor(fault: OutsideFault, message: string, { status = null, cause }: { readonly status?: number | null; readonly cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
    this.status = status;
  }
}

/** The documented interface, seen from the hall. Errors of both: OutsideError; AbortError when `signal` was aborted. */
export interface OutsideClient {
  /** Notices after the cursor, or all that the other side still holds; it may wait so long for the first, ms. */
  notices(options: { readonly after: string | null; readonly waitMs: number; readonly signal: AbortSignal }): Promise<z.output<typeof noticesSchema>>;
  receipt(noticeId: string, receipt: Receipt, signal: AbortSignal): Promise<void>;
  /** Idempotent. */
  close(): void;
}

type Options = {
  readonly url: string;
  readonly token: string;
  /** PEM of the one authority that is believed; null: those that the machine believes. */
  readonly ca: string | null;
};

type Ask = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: unknown; readonly withinMs: number; readonly signal: AbortSignal };

export function createOutsideClient({ url, token, ca }: Options): OutsideClient {
  const base = url.endsWith('/') ? url : `${url}/`;
  const isTls = base.startsWith('https:');
  const agent = isTls ? new https.Agent({ keepAlive: true, ...(ca !== null && { ca }) }) : new http.Agent({ keepAlive: true });

  function ask({ method, path, body, withinMs, signal }: Ask): Promise<string> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const limit = AbortSignal.timeout(withinMs);
    return new Promise((resolve, reject) => {
      const request = (isTls ? https : http).request(new URL(path, base), {
        method,
        agent,
        signal: AbortSignal.any([signal, limit]),
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      });
      const fail = (error: unknown) => reject(signal.aborted ? signal.reason : limit.aborted ? new OutsideError('timedOut', 'no answer in time') : wrapped(error));
      request.on('error', fail);
      request.on('response', (response) => void readAnswer(response).then(resolve, fail));
      request.end(text);
    });
  }

  return {
    async notices({ after, waitMs, signal }) {
      const query = new URLSearchParams({ ...(after !== null && { after }), waitMs: String(waitMs) });
      const text = await ask({ method: 'GET', path: `notices?${query.toString()}`, withinMs: waitMs + ANSWER_WITHIN_MS, signal });
      try {
        return noticesSchema.parse(JSON.parse(text));
      } catch (cause) {
        throw new OutsideError('malformed', 'the answer is no list of notices', { cause });
      }
    },
    async receipt(noticeId, receipt, signal) {
      await ask({ method: 'POST', path: `notices/${encodeURIComponent(noticeId)}/receipt`, body: receipt, withinMs: ANSWER_WITHIN_MS, signal });
    },
    close: () => agent.destroy(),
  };
}

async function readAnswer(response: http.IncomingMessage): Promise<string> {
  const status = response.statusCode ?? 0;
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_ANSWER_BYTES) {
      response.destroy();
      throw new OutsideError('malformed', 'the answer is too long', { status });
    }
    pieces.push(piece);
  }
  if (status < 200 || status > 299) {
    // A redirection is not followed either: the token is for this address alone.
    throw new OutsideError(status === 401 || status === 403 ? 'refused' : 'failed', `status ${status}`, { status });
  }
  return Buffer.concat(pieces).toString('utf8');
}

function wrapped(error: unknown): unknown {
  if (error instanceof OutsideError) {
    return error;
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isTrust = /CERT|SIGNED|UNABLE_TO_|ERR_TLS|SSL/.test(code);
  return new OutsideError(isTrust ? 'untrusted' : 'unreachable', code === '' ? 'no connection' : code, { cause: error });
}
