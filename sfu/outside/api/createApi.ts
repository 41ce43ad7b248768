import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import { API_PREFIX, MAX_FILE_BYTES, MAX_JSON_BYTES } from '#protocol/outside/operations.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import type { HallLog } from '../../ports/log.ts';
import type { Service, ServiceAnswer, ServiceRequest } from '../../ports/page.ts';
import { opens, partnerIdOf, type PartnerKeyrings } from '../partners/partnerKeyring.ts';
import { CallGate } from './callGate.ts';
import { problem, problemOf } from './problems.ts';
import { readCall, routeOf, type ApiHandlers, type Bytes, type Route } from './routes.ts';

const CALLS_PER_MINUTE = 600;
/** From one address. */
const WRONG_KEYS_PER_MINUTE = 30;
const DOCUMENTS = '/documents';

type Options = {
  readonly log: HallLog;
  readonly keyrings: PartnerKeyrings;
  readonly handlers: ApiHandlers;
  readonly onHeard: (partnerId: PartnerId) => void;
  /** Real time: it guards the hall. */
  readonly now: () => number;
  readonly logger: Logger;
};
type Head = Omit<ServiceRequest, 'body' | 'bytes'>;

/** The interface at `/api/v1`: who calls is known before a body is read. */
export function createApi({ log, keyrings, handlers, onHeard, now, logger }: Options): Service[] {
  const calls = new CallGate({ perMinute: CALLS_PER_MINUTE, now });
  const strangers = new CallGate({ perMinute: WRONG_KEYS_PER_MINUTE, now });

  /** Errors: tokenInvalid, tooManyRequests. */
  async function admit({ headers, remoteAddress }: Head): Promise<Partner> {
    const token = /^Bearer +([\w.~+/=-]{1,256})$/i.exec(headers['authorization'] ?? '')?.[1];
    const partner = token === undefined ? undefined : log.state.partners.get(partnerIdOf(token) as PartnerId);
    if (token === undefined || partner === undefined || partner.closed !== null || !opens(token, await keyrings.of(partner.partnerId), now())) {
      guessed(remoteAddress);
      throw new AppError('tokenInvalid');
    }
    calls.check(partner.partnerId);
    return partner;
  }

  /** Only those who guess are held up: a partner may come from the same address. Errors: tooManyRequests. */
  function guessed(remoteAddress: string): void {
    strangers.check(remoteAddress);
    strangers.note(remoteAddress);
  }

  async function guarded(head: Head, work: () => Promise<ServiceAnswer | null>): Promise<ServiceAnswer | null> {
    try {
      return await work();
    } catch (error) {
      const known = problemOf(error);
      if (known !== null) {
        logger.debug({ status: known.status, method: head.method, path: head.path, remoteAddress: head.remoteAddress }, 'a call of a partner was refused');
        return known;
      }
      logger.error({ err: error, method: head.method, path: head.path }, 'a call of a partner failed');
      return problem('internal');
    }
  }

  const service = (prefix: string, maxBodyBytes: number): Service => {
    const within = (head: Head) => routeOf({ method: head.method, path: `${prefix.slice(API_PREFIX.length)}${head.path}` });
    return {
      prefix,
      maxBodyBytes,
      unread: (status) => problem(status === 413 ? 'tooLarge' : status >= 500 ? 'internal' : 'badInput'),
      refuse: (head) => guarded(head, async () => {
        if (within(head).operation.security === 'bearer') await admit(head);
        return null;
      }),
      handle: async (request) => (await guarded(request, async () => {
        const route = within(request);
        const answer = await answered(route, request);
        return route.operation.answer === 'bytes' ? bytesAnswer(answer as Bytes) : jsonAnswer(route, answer);
      })) ?? problem('internal'),
    };
  };

  async function answered(route: Route, request: ServiceRequest): Promise<unknown> {
    const { operation: { security }, id } = route;
    const partner = security === 'bearer' ? await admit(request) : null;
    if (partner !== null) {
      calls.note(partner.partnerId);
      onHeard(partner.partnerId);
    }
    try {
      const handle = handlers[id] as (call: unknown) => unknown;
      return await handle({ ...readCall(route, request), request, ...(partner === null ? {} : { partner }) });
    } catch (error) {
      if (error instanceof AppError && error.code === 'badSender') guessed(request.remoteAddress);
      throw error;
    }
  }

  return [service(API_PREFIX, MAX_JSON_BYTES), service(`${API_PREFIX}${DOCUMENTS}`, MAX_FILE_BYTES)];
}

function jsonAnswer({ operation }: Route, answer: unknown): ServiceAnswer {
  const version = typeof answer === 'object' && answer !== null && 'version' in answer && 'taskId' in answer ? answer.version : null;
  return {
    status: operation.status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...(typeof version === 'number' ? { etag: `"${version}"` } : {}) },
    body: JSON.stringify(answer),
  };
}

function bytesAnswer({ bytes, mimeType }: Bytes): ServiceAnswer {
  return { status: 200, headers: { 'content-type': mimeType, 'content-disposition': 'attachment' }, body: bytes };
}
