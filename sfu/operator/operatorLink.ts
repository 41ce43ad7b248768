import type { RequestInput, RequestName, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { HallSocket } from './hallSocket.ts';

/** What the command lines ask a running hall for. */
export interface OperatorLink {
  /** As an operator. Errors: what the hall answers. */
  request<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>>;
  /** What the log folds to, with everyone and everything in it. */
  snapshot(): Promise<HallSnapshot>;
  /** A connection that has not said hello. The caller closes it. */
  guest(): Promise<HallSocket>;
  /** Idempotent. */
  close(): void;
}

const CLIENT = { name: 'operator', version: '1' };

/** Connects as an operator. `mintToken` makes the token, good for one minute. Errors: disconnected, tokenInvalid and the like. */
export async function openOperatorLink(options: {
  readonly url: string;
  readonly caPem: string;
  readonly mintToken: (hallId: string) => Promise<string>;
}): Promise<OperatorLink> {
  const socket = await HallSocket.open(options);
  try {
    const { hallId } = await socket.request('session.welcome', {});
    const token = await options.mintToken(hallId);
    await socket.request('session.hello', { protocolVersion: PROTOCOL_VERSION, token, purpose: 'operator', client: CLIENT });
  } catch (error) {
    socket.close();
    throw error;
  }
  return {
    request: (name, input) => socket.request(name, input),
    async snapshot() {
      const { log } = await socket.request('hall.follow', { from: null });
      if (log.kind !== 'snapshot') {
        throw new AppError('internal', { detail: 'the hall sent no snapshot' });
      }
      return log.state;
    },
    guest: () => HallSocket.open(options),
    close: () => socket.close(),
  };
}
