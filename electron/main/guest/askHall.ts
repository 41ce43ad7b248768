import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { requests, type RequestInput, type RequestOutput } from '#protocol/contract.ts';
import { serverFrame } from '#protocol/envelope.ts';
import { AppError } from '#protocol/errors.ts';
import type { ServerAddress } from '#protocol/ipc/calls.ts';
import { SIGNALLING_PATH } from '#protocol/signallingPath.ts';
import { APP_ORIGIN } from '../security/appOrigin.ts';
import { judgeCertificate } from '../security/certificatePin.ts';

const TIMEOUT_MS = 8_000;
const MAX_CHAIN = 6;

/** Someone answers at the hall's address whose certificate the pinned CA did not sign. */
export class WrongCertificateError extends AppError {
  constructor() {
    super('disconnected', { detail: 'the certificate is not one of the pinned CA' });
  }
}

/** What main asks for a hall that no page may talk to yet: its policy names only the hall that is saved. */
type AskedName = 'session.welcome' | 'session.redeemCode';

/**
 * Asks one thing of the hall, trusting its pinned CA alone. Errors: WrongCertificateError; AppError (the hall's code,
 * `disconnected`, `timedOut`, `internal` for an answer that is no hall's).
 */
export async function askHall<Name extends AskedName>(server: ServerAddress, name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> {
  const url = new URL(server.url);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const socket = await openSocket(url, signal);
  try {
    if (judgeCertificate({ hostname: url.hostname, chain: chainOf(socket) }, server, Date.now()) !== 'pinned') {
      throw new WrongCertificateError();
    }
    const answer = await exchange(socket, url, { id: 1, method: name, data: input }, signal);
    const parsed = requests[name].output.safeParse(answer);
    if (!parsed.success) throw new AppError('internal', { cause: parsed.error, detail: `${name}: the answer does not fit` });
    // The schema of this very request has parsed it; the map of schemas loses that to the type checker.
    return parsed.data as RequestOutput<Name>;
  } finally {
    socket.destroy();
  }
}

function openSocket(url: URL, signal: AbortSignal): Promise<TLSSocket> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    // Judged by the pin before a byte is sent; the system's authorities have no say in it.
    const socket = connect({ host, port: Number(url.port || 443), rejectUnauthorized: false, ...(isIP(host) > 0 ? {} : { servername: host }) });
    const fail = (code: 'disconnected' | 'timedOut', cause?: unknown) => {
      socket.destroy();
      reject(new AppError(code, { cause }));
    };
    signal.addEventListener('abort', () => { fail('timedOut'); }, { once: true });
    socket.on('error', (cause) => { fail('disconnected', cause); });
    socket.once('secureConnect', () => { resolve(socket); });
  });
}

function exchange(socket: TLSSocket, url: URL, question: object, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (error: AppError) => {
      webSocket.terminate();
      reject(error);
    };
    const webSocket = new WebSocket(`wss://${url.host}${SIGNALLING_PATH}`, { createConnection: () => socket, origin: APP_ORIGIN, maxPayload: 64 * 1024 });
    signal.addEventListener('abort', () => { fail(new AppError('timedOut')); }, { once: true });
    // A server that refuses to speak the protocol is no hall, or not one that this console understands.
    webSocket.on('error', (cause) => { fail(new AppError('internal', { cause })); });
    webSocket.on('close', () => { fail(new AppError('disconnected')); });
    webSocket.on('open', () => { webSocket.send(JSON.stringify(question)); });
    webSocket.on('message', (bytes: Buffer) => {
      const frame = readFrame(bytes.toString());
      if (frame === null) fail(new AppError('internal', { detail: 'the frame is no hall\'s' }));
      else if ('ok' in frame && frame.ok) resolve(frame.data);
      else if ('ok' in frame) fail(new AppError(frame.error.code, { params: frame.error.params }));
    });
  });
}

function readFrame(text: string) {
  try {
    return serverFrame.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** PEM, leaf first, as the peer sent them. */
function chainOf(socket: TLSSocket): string[] {
  const chain: string[] = [];
  let current: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (current?.raw !== undefined && chain.length < MAX_CHAIN) {
    const lines = current.raw.toString('base64').match(/.{1,64}/g) ?? [];
    chain.push(['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'));
    current = current.issuerCertificate === current ? undefined : current.issuerCertificate;
  }
  return chain;
}
