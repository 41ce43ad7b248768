import type { Logger } from 'pino';
import type { SourceId } from '#protocol/nouns/ids.ts';
import type { SourceRecord } from '#protocol/media/sources.ts';
import type { Sources } from '../../ports/sources.ts';
import type { DigestGate } from '../sip/digest.ts';
import type { IncomingRequest } from '../sip/sipEndpoint.ts';
import { parseAddress, parseUri } from '../sip/sipFields.ts';
import { header } from '../sip/sipMessage.ts';
import { gbTime } from '../words/manscdp.ts';
import type { DeviceBook } from './deviceBook.ts';

type Options = {
  readonly book: DeviceBook;
  readonly gate: DigestGate;
  readonly sources: Pick<Sources, 'list' | 'secretOf' | 'setStatus'>;
  /** Longest registration, s. */
  readonly registerTtl: number;
  readonly now: () => number;
  /** True: it has failed too often lately. */
  readonly throttle: { blocked(address: string): boolean; failed(address: string): void };
  readonly log: Logger;
};

const SHORTEST = 30;

/** Answers REGISTER: who names a device in a source has let it in, with that source's password. */
export function createRegistrar({ book, gate, sources, registerTtl, now, throttle, log }: Options) {
  const refusedLogin = (all: readonly SourceRecord[]): void => {
    for (const { sourceId, enabled } of all) if (enabled) sources.setStatus(sourceId, { state: 'waiting', attempts: 0, nextAttemptAt: null, media: null, feedId: null, fault: { fault: 'refusedLogin', detail: '' } });
  };

  const register = async ({ request, from, answer }: IncomingRequest): Promise<void> => {
    const deviceId = parseUri(parseAddress(header(request, 'to') ?? '').uri).user;
    if (!/^\d{20}$/.test(deviceId)) return void answer({ status: 400 });
    const named = sources.list(['gb28181']).filter(({ address }) => address.protocol === 'gb28181' && address.deviceId === deviceId);
    const passwords = (await Promise.all(named.map(({ sourceId }) => passwordOf(sourceId)))).filter((password) => password !== null);
    if (passwords.length === 0) {
      book.refuse(deviceId, from.address);
      return void answer({ status: 403 });
    }
    const authorization = header(request, 'authorization');
    if (authorization === undefined) return challenge(answer, false);
    if (throttle.blocked(from.address)) return void answer({ status: 503, headers: [['retry-after', '60']] });
    const verdict = gate.username(authorization) === deviceId ? gate.check({ authorization, method: 'REGISTER', passwords }) : 'wrong';
    if (verdict === 'stale') return challenge(answer, true);
    if (verdict === 'wrong') {
      throttle.failed(from.address);
      log.warn({ deviceId, from: from.address }, 'a device has the wrong password');
      if (book.get(deviceId) === undefined) refusedLogin(named);
      return challenge(answer, false);
    }
    const contact = header(request, 'contact');
    const asked = (contact === undefined || contact === '*' ? undefined : parseAddress(contact).parameters.get('expires')) ?? header(request, 'expires') ?? String(registerTtl);
    if (!/^\d{1,9}$/.test(asked)) return void answer({ status: 400 });
    const seconds = Math.min(Number(asked), registerTtl);
    if (seconds !== 0 && seconds < SHORTEST) return void answer({ status: 423, headers: [['min-expires', String(SHORTEST)]] });
    // Recorders set their clocks by it: Beijing time, as 9.10 of the standard has it.
    const date = ['date', `${gbTime(now())}.${String(now() % 1_000).padStart(3, '0')}`] as const;
    answer({ status: 200, headers: [date, ...(contact === undefined ? [] : [['contact', contact] as const]), ['expires', String(seconds)]] });
    if (seconds === 0) book.remove(deviceId, 'unregistered');
    else book.register({ deviceId, peer: from, version: header(request, 'x-gb-ver')?.slice(0, 16) ?? null, forMs: seconds * 1_000 });
  };

  const passwordOf = (sourceId: SourceId): Promise<string | null> => sources.secretOf(sourceId);
  const challenge = (answer: IncomingRequest['answer'], stale: boolean): void => void answer({ status: 401, headers: gate.challenges({ stale }).map((value) => ['www-authenticate', value] as const) });

  return {
    take: (incoming: IncomingRequest): void => {
      register(incoming).catch((error: unknown) => {
        log.error({ err: error }, 'a registration could not be decided');
        incoming.answer({ status: 500 });
      });
    },
  };
}
