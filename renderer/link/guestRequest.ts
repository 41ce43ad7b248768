import type { RequestInput, RequestName, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { endingOf } from './closeMeaning.ts';
import { PendingRequests } from './pendingRequests.ts';
import { readServerFrame } from './readServerFrame.ts';
import { attendSocket, browserSocket, socketAddressOf, type CreateSocket, type WebSocketLike } from './webSocketLike.ts';

/** What the hall answers to anyone. */
export type GuestRequestName = Extract<
  RequestName,
  'session.welcome' | 'session.signIn' | 'session.redeemCode' | 'session.beginOidc' | 'session.finishOidc'
>;

export type GuestRequestOptions<Name extends GuestRequestName> = {
  /** `https://host:port`. */
  url: string;
  name: Name;
  input: RequestInput<Name>;
  /** The browser's own by default. */
  createSocket?: CreateSocket;
  signal?: AbortSignal;
  /** From the call to the answer, opening the socket included. */
  timeoutMs?: number;
};

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Asks one thing over a socket of its own, without a session. Errors: AppError (the hall's code, `disconnected`,
 * `timedOut`, `closing`, `tooManyRequests`); the signal's reason when aborted.
 */
export async function guestRequest<Name extends GuestRequestName>(options: GuestRequestOptions<Name>): Promise<RequestOutput<Name>> {
  const { url, name, input, signal, createSocket = browserSocket, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  signal?.throwIfAborted();
  const socket = openSocket(createSocket, socketAddressOf(url));
  const pending = new PendingRequests();
  let ask: () => void = () => undefined;
  const end = attendSocket(socket, {
    open: () => ask(),
    message: ({ data }) => {
      const frame = readServerFrame(data);
      if (frame !== null && 'ok' in frame) {
        pending.answer(frame);
      }
    },
    close: ({ code }) => pending.failAll(new AppError(endingOf({ closeCode: code, helloError: null }).error)),
  });
  try {
    return await pending.start({
      name,
      timeoutMs,
      signal,
      send: (id) => {
        ask = () => socket.send(JSON.stringify({ id, method: name, data: input }));
      },
    });
  } finally {
    end();
  }
}

function openSocket(createSocket: CreateSocket, wssUrl: string): WebSocketLike {
  try {
    return createSocket(wssUrl);
  } catch (cause) {
    throw new AppError('disconnected', { cause });
  }
}
