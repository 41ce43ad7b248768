import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { Service, ServiceAnswer, ServiceRequest } from '../../ports/page.ts';
import { Refusal } from '../sdp/refusal.ts';
import type { StandardSession } from '../sessions/standardSession.ts';
import { answer, refusalOf, refused } from './answers.ts';
import { PostGate } from './postGate.ts';

export type Bearer = { /** The token's or the grant's. */ readonly ownerId: string };
export type Opened = { readonly answer: string; readonly session: StandardSession };

/** What a protocol makes of an offer. */
export interface Desk<Who extends Bearer> {
  /** Errors: AppError tokenInvalid and the like. */
  admit(bearer: { readonly token: string; readonly remoteAddress: string }): Promise<Who>;
  /** `target`: what follows the slash, decoded. Errors: Refusal, AppError. */
  open(options: { readonly who: Who; readonly target: string; readonly offer: string; readonly remoteAddress: string; readonly clientName: string }): Promise<Opened>;
  find(sessionId: string): StandardSession | undefined;
}

type Options<Who extends Bearer> = { readonly prefix: string; readonly desk: Desk<Who>; readonly now: () => number; readonly log: Logger; /** Of one bearer. */ readonly offersPerMinute?: number; /** From one address. */ readonly wrongTokensPerMinute?: number };

const MAX_BODY_BYTES = 65_536;
const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';
const OFFERS_PER_MINUTE = 60;
const WRONG_TOKENS_PER_MINUTE = 60;
const SESSION = /^\/sessions\/([0-9a-f-]{36})$/;

/** The HTTP of RFC 9725, the same for encoders (WHIP) and players (WHEP). */
export function createStandardService<Who extends Bearer>({ prefix, desk, now, log, offersPerMinute = OFFERS_PER_MINUTE, wrongTokensPerMinute = WRONG_TOKENS_PER_MINUTE }: Options<Who>): Service {
  const offers = new PostGate({ perMinute: offersPerMinute, now });
  const strangers = new PostGate({ perMinute: wrongTokensPerMinute, now });

  async function admit({ headers, remoteAddress }: ServiceRequest): Promise<Who> {
    const token = /^Bearer +([\w.~+/=-]{1,4096})$/i.exec(headers['authorization'] ?? '')?.[1];
    if (token === undefined) {
      throw new Refusal(401, '需要 Authorization: Bearer <令牌>。', { 'www-authenticate': 'Bearer realm="command-hall"' });
    }
    try {
      return await desk.admit({ token, remoteAddress });
    } catch (error) {
      if (error instanceof AppError && error.code.startsWith('token')) {
        // Only those who guess are held up: others may come from the same address.
        strangers.check(remoteAddress);
        strangers.note(remoteAddress);
      }
      throw error;
    }
  }

  async function post(request: ServiceRequest): Promise<ServiceAnswer> {
    const { headers, body, path, remoteAddress } = request;
    const who = await admit(request);
    offers.check(who.ownerId);
    expectType(headers, SDP);
    if (!accepts(headers['accept'])) throw new Refusal(406, '应答只能是 application/sdp，请检查 Accept。');
    offers.note(who.ownerId);
    const clientName = (headers['user-agent'] ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, 128) || 'unknown';
    const { answer: sdp, session } = await desk.open({ who, target: decoded(path.slice(1)), offer: body, remoteAddress, clientName });
    return answer(201, { 'content-type': SDP, location: `${prefix}/sessions/${session.sessionId}`, etag: session.entityTag, 'accept-patch': FRAGMENT }, sdp);
  }

  async function ofSession(request: ServiceRequest, sessionId: string): Promise<ServiceAnswer> {
    const { method, headers, body } = request;
    const who = await admit(request);
    const session = desk.find(sessionId);
    // Another bearer's is as if it did not exist.
    if (session === undefined || session.ownerId !== who.ownerId) throw new Refusal(404, '该会话不存在或已结束，请重新发起。');
    if (method === 'DELETE') {
      session.delete();
      return answer(200);
    }
    expectType(headers, FRAGMENT);
    const { restarted, entityTag } = await session.patch({ ifMatch: headers['if-match'], body, now: now() });
    return restarted === null ? answer(204, { etag: entityTag }) : answer(200, { 'content-type': FRAGMENT, etag: entityTag }, restarted.body);
  }

  async function route(request: ServiceRequest): Promise<ServiceAnswer> {
    const { method, path } = request;
    const sessionId = SESSION.exec(path)?.[1];
    if (sessionId === undefined && (path === '/sessions' || path.startsWith('/sessions/'))) throw new Refusal(404, '该会话不存在或已结束，请重新发起。');
    const allowed = sessionId === undefined ? ['POST', 'OPTIONS'] : ['PATCH', 'DELETE', 'OPTIONS'];
    if (method === 'OPTIONS') return preflight(allowed, sessionId === undefined);
    if (!allowed.includes(method)) return refused(405, `此处只接受 ${allowed.join('、')}。`, { allow: allowed.join(', ') });
    return sessionId === undefined ? post(request) : ofSession(request, sessionId);
  }

  return {
    prefix,
    maxBodyBytes: MAX_BODY_BYTES,
    handle: async (request) => {
      try {
        return await route(request);
      } catch (error) {
        const known = refusalOf(error);
        if (known !== null) {
          log.debug({ status: known.status, method: request.method, remoteAddress: request.remoteAddress, reason: error instanceof Error ? error.message : null }, 'refused');
          return known;
        }
        log.error({ err: error, method: request.method, remoteAddress: request.remoteAddress }, 'a request of an encoder or player failed');
        return refused(500, '大厅内部出错，请把时间告诉技术保障岗。');
      }
    },
  };
}

function preflight(allowed: readonly string[], takesOffers: boolean): ServiceAnswer {
  return answer(204, {
    allow: allowed.join(', '),
    'access-control-allow-methods': allowed.join(', '),
    'access-control-allow-headers': 'Authorization, Content-Type, If-Match',
    'access-control-max-age': '600',
    ...(takesOffers ? { 'accept-post': SDP } : { 'accept-patch': FRAGMENT }),
  });
}

function expectType(headers: ServiceRequest['headers'], type: string): void {
  const given = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== type) throw new Refusal(415, `Content-Type 应为 ${type}。`, type === SDP ? { 'accept-post': SDP } : { 'accept-patch': FRAGMENT });
}

function accepts(accept: string | undefined): boolean {
  return accept === undefined || accept.split(',').some((range) => ['*/*', 'application/*', SDP].includes(range.split(';')[0]?.trim().toLowerCase() ?? ''));
}

/** Errors: Refusal 404 for what is no path. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(404, '地址无效。');
  }
}
