import { randomUUIDv7 } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect } from 'node:tls';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { parse } from 'sdp-transform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { FeedId, GrantId, TokenId, UnitId } from '#protocol/nouns/ids.ts';
import { openCertificates, type Certificates } from '../http/certificates.ts';
import { createHttpServer, type HttpServer } from '../http/httpServer.ts';
import { InjectedTracks } from '../media/injectedTracks.ts';
import { createMediaContext, type MediaContext } from '../media/mediaContext.ts';
import { eventually, feedList, planeOptions } from '../media/mediaRig.ts';
import { createStandardMedia } from '../media/standard/standardMedia.ts';
import { createStandardService } from './http/standardService.ts';
import { BROWSER_OFFER, ENCODER_OFFER } from './rig/offers.ts';
import { WhepDesk } from './whepDesk.ts';
import { WhipDesk } from './whipDesk.ts';

/*
 * The real web server and real media workers; only who may come in is decided by the test.
 */
const REQUESTS = 10_000;
const UNIT = randomUUIDv7() as UnitId;
const TOKEN_ID = randomUUIDv7() as TokenId;
const GRANT = { grantId: randomUUIDv7() as GrantId, feedId: randomUUIDv7() as FeedId };
let viewing = 0;

let folder: string;
let certificates: Certificates;
let server: HttpServer;
let port: number;
let context: MediaContext;
let whip: WhipDesk;
let whep: WhepDesk;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hall-hostile-'));
  certificates = await openCertificates({ storageFolder: folder, hosts: ['localhost'], now: Date.now() });
  const feeds = feedList();
  const options = planeOptions({ feeds: feeds.port, workers: 1 });
  context = await createMediaContext(options);
  const media = createStandardMedia(context);
  // Something to view, so that offers of players are looked at to the end.
  GRANT.feedId = (await feeds.port.open(UNIT, '有画面')).feedId;
  const picture = await new InjectedTracks(context).inject({ feedId: GRANT.feedId, track: { mimeType: 'video/H264', ssrc: 77, payloadType: 96, profileLevelId: '42e01f' }, onRtcp: () => undefined });
  picture.setLive(true);
  const log = pino({ level: 'silent' });
  const admitted = (token: string): void => {
    if (token !== 'good') throw new AppError('tokenInvalid');
  };
  whip = new WhipDesk({
    media,
    feeds: feeds.port,
    units: { attend: () => () => undefined },
    admit: async ({ token }) => {
      admitted(token);
      return { tokenId: TOKEN_ID, unitId: UNIT } as never;
    },
    connections: { add: () => undefined, remove: () => undefined, watchHello: () => ({ endedBy: () => null, close: () => undefined }) },
    defaultLabel: '编码器',
    log,
  });
  whep = new WhepDesk({
    media,
    grants: {
      admit: async (token) => {
        admitted(token);
        return GRANT;
      },
      begin: async () => {
        viewing += 1;
        let ended = false;
        return {
          viewingId: randomUUIDv7(),
          end: () => {
            viewing -= ended ? 0 : 1;
            ended = true;
          },
        };
      },
    },
  });
  const shared = { now: Date.now, log, offersPerMinute: Number.POSITIVE_INFINITY, wrongTokensPerMinute: Number.POSITIVE_INFINITY };
  server = await createHttpServer({
    certificates,
    fieldDir: path.join(folder, 'pages'),
    metrics: new Registry(),
    metricsToken: null,
    health: () => ({ workers: 1, alive: 1, sessions: 0, uptimeS: 1 }),
    services: [createStandardService({ prefix: '/whip', desk: whip, ...shared }), createStandardService({ prefix: '/whep', desk: whep, ...shared }), createStandardService({ prefix: '/limited', desk: whip, now: Date.now, log })],
    log,
  });
  port = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  agent.destroy();
  whip.close();
  whep.close();
  await server.close();
  context.pool.close();
  rmSync(folder, { recursive: true });
});

type Wish = { method: string; path: string; headers: Record<string, string>; body: string };
type Answer = { status: number; location: string | undefined; etag: string | undefined; body: string };

function ask({ method, path: target, headers, body }: Wish): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: target, method, agent, ca: certificates.authorityPem, servername: 'localhost', headers: { ...headers, ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, location: response.headers.location, etag: response.headers.etag, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The same sequence each run: a failure can be looked at again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const offerWith = { 'authorization': 'Bearer good', 'content-type': 'application/sdp' };
const roll = dice(20_260_926);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(roll() * items.length)] as Item;
const NOISE = ['a=', 'm=video', 'a=simulcast:send 1;2;3;4;5;6;7', 'a=rid:__proto__ send', 'a=mid:__proto__', 'a=fmtp:96 __proto__=1;constructor=2', 'a=rtpmap:96 999999999999/1/1', 'a=rtpmap:300 VP8/90000', 'a=ssrc:-1 cname:x', 'a=ssrc:99999999999 cname:x', 'a=extmap:256 urn:x', 'a=extmap:0 urn:ietf:params:rtp-hdrext:sdes:mid', 'a=fingerprint:sha-256 00', 'a=setup:holdconn', 'a=ice-ufrag:a', 'a=ice-pwd:1234567890123456789012', 'a=group:BUNDLE', '\u0000\u0001', '🙂', 'v=1', 'a=ssrc-group:FID 1 2 3 4', 'a=rtcp-fb:* nack', 'm=audio 0 UDP/TLS/RTP/SAVPF 111', 'a=inactive', 'a=sendrecv', 'a=recvonly'];

/** Lines dropped, doubled, swapped, cut, filled with other digits and signs; at times the whole text. */
function mutated(text: string): string {
  if (roll() < 0.03) return text.slice(0, Math.floor(roll() * text.length));
  if (roll() < 0.02) return Array.from({ length: 200 }, () => String.fromCharCode(Math.floor(roll() * 0x2ff))).join('');
  const lines = text.split('\r\n');
  for (let changes = Math.ceil(roll() * 4); changes > 0; changes--) {
    const at = Math.floor(roll() * lines.length);
    const line = lines[at] ?? '';
    const kind = roll();
    if (kind < 0.2) lines.splice(at, 1);
    else if (kind < 0.35) lines.splice(at, 0, line);
    else if (kind < 0.5) lines.splice(at, 0, pick(NOISE));
    else if (kind < 0.65) lines[at] = line.replaceAll(/\d+/g, () => pick(['0', '-1', '127', '255', '4294967296', '1e9', '99999999999999999999']));
    else if (kind < 0.8) lines[at] = line.slice(0, Math.floor(roll() * line.length));
    else if (kind < 0.9) lines[at] = pick(lines);
    else lines[at] = `${line}${'x'.repeat(Math.floor(roll() * 3_000))}`;
  }
  return lines.join('\r\n');
}

function hostile(known: readonly Answer[]): Wish {
  const kind = roll();
  const base = pick([BROWSER_OFFER, ENCODER_OFFER]);
  const recvonly = base.replaceAll('a=sendonly', 'a=recvonly');
  if (kind < 0.55) return { method: 'POST', path: pick(['/whip', '/whip/cam']), headers: offerWith, body: mutated(base) };
  if (kind < 0.7) return { method: 'POST', path: `/whep/${GRANT.feedId}`, headers: offerWith, body: mutated(recvonly) };
  const session = pick(known)?.location ?? `/whip/sessions/${randomUUIDv7()}`;
  if (kind < 0.85) {
    const headers: Record<string, string> = { 'authorization': pick(['Bearer good', 'Bearer bad', 'Basic x']), 'content-type': pick(['application/trickle-ice-sdpfrag', 'text/plain']), 'if-match': pick(['*', '"x"', pick(known)?.etag ?? '*', ',,,']) };
    if (roll() < 0.3) delete headers['if-match'];
    return { method: 'PATCH', path: session, headers, body: mutated('a=ice-ufrag:abcd\r\na=ice-pwd:1234567890123456789012\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n') };
  }
  return {
    method: pick(['GET', 'PUT', 'DELETE', 'POST', 'PATCH', 'OPTIONS', 'HEAD']),
    path: pick(['/whip', '/whip/', '/whep', session, '/whip/sessions/../../etc', '/whip/%ff%fe', '/whip/%E0%A4%A', `/whip/${encodeURIComponent('长'.repeat(60))}`, '/whip/sessions/', `/whep/${randomUUIDv7()}`, '/whip?token=good']),
    headers: pick([{}, { authorization: 'Bearer' }, { authorization: `Bearer ${'x'.repeat(5_000)}` }, offerWith, { ...offerWith, accept: 'text/html' }, { ...offerWith, 'content-type': 'application/json' }]),
    body: pick(['', 'v=0', base]),
  };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heapBytes = (): number => {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
};

describe('strangers', () => {
  it(`send ${REQUESTS} malformed offers and requests: every one is answered, nothing breaks, nothing is left`, { timeout: 240_000 }, async () => {
    const statuses = new Map<number, number>();
    const unexpected: string[] = [];
    const known: Answer[] = [];
    const viewed: string[] = [];
    let playersServed = 0;
    const run = async (count: number) => {
      for (let sent = 0; sent < count; ) {
        const wishes = Array.from({ length: Math.min(8, count - sent) }, () => hostile(known));
        sent += wishes.length;
        const answers = await Promise.all(wishes.map(ask));
        answers.forEach((answer, index) => {
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          if (answer.status === 201 && answer.location?.startsWith('/whep/') === true) {
            viewed.push(answer.location);
            playersServed += 1;
          }
          if (answer.status === 201) known.splice(0, known.length > 20 ? 1 : 0, answer);
          if (answer.status >= 500 || answer.status < 200) unexpected.push(`${answer.status} ${wishes[index]?.method} ${wishes[index]?.path} ${answer.body}\n${wishes[index]?.body}`);
        });
        // Players come and go, in any order.
        await Promise.all(viewed.splice(0, Math.max(0, viewed.length - 6)).map((location) => ask({ method: 'DELETE', path: location, headers: offerWith, body: '' })));
      }
    };
    await run(2_000);
    const before = heapBytes();
    await run(REQUESTS - 2_000);
    const grownBytes = heapBytes() - before;
    expect(unexpected.slice(0, 3)).toEqual([]);
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(REQUESTS);
    expect(playersServed).toBeGreaterThan(100);
    // It got deep enough to be worth the while: offers were taken, and others refused for what is in them.
    expect(statuses.get(201)).toBeGreaterThan(500);
    expect(statuses.get(400)).toBeGreaterThan(500);
    expect(statuses.get(422)).toBeGreaterThan(100);
    expect(grownBytes).toBeLessThan(8 * 1024 * 1024);
    expect(context.pool.deaths).toBe(0);
    // One waits for DTLS for each camera; the others gave way.
    expect(whip.size).toBeLessThanOrEqual(2);
    expect(whep.size).toBeLessThanOrEqual(8);
    whip.close();
    for (const location of viewed) await ask({ method: 'DELETE', path: location, headers: offerWith, body: '' });
    await eventually('nobody views', () => whep.size === 0 && viewing === 0);
    await eventually('no transport is left', () => context.pool.workers.every(({ counts }) => counts.transports === 0 && counts.producers === 1 && counts.consumers === 0));
    process.stdout.write(`${JSON.stringify({ statuses: Object.fromEntries(statuses), playersServed, grownKiB: Math.round(grownBytes / 1024) })}\n`);
  });

  it('are refused a body of more than 64 KiB, and one that never comes whole does not hold the others up', async () => {
    expect((await ask({ method: 'POST', path: '/whip', headers: offerWith, body: 'v=0\r\n'.padEnd(70_000, 'a=x\r\n') })).status).toBe(413);
    const slow = connect({ host: '127.0.0.1', port, ca: certificates.authorityPem, servername: 'localhost' });
    slow.on('error', () => undefined);
    slow.write('POST /whip HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer good\r\ncontent-type: application/sdp\r\ncontent-length: 60000\r\n\r\nv=0');
    expect((await ask({ method: 'POST', path: '/whip', headers: offerWith, body: ENCODER_OFFER })).status).toBe(201);
    slow.destroy();
  });

  it('that are players get packets under the numbers of their own offer, and lost ones again', async () => {
    const answer = await ask({ method: 'POST', path: `/whep/${GRANT.feedId}`, headers: offerWith, body: BROWSER_OFFER.replaceAll('a=sendonly', 'a=recvonly') });
    const [audio, video] = parse(answer.body).media;
    expect([answer.status, audio?.port, video?.payloads, video?.direction]).toEqual([201, 0, '102 103', 'sendonly']);
    expect(video?.ssrcGroups).toMatchObject([{ semantics: 'FID' }]);
    // Its encodings of layers are the hall's own business: a player is sent one stream.
    expect(video?.simulcast).toBeUndefined();
    await ask({ method: 'DELETE', path: answer.location ?? '', headers: offerWith, body: '' });
  });

  it('guess tokens only so often, and hold up nobody who has one', async () => {
    const guess = () => ask({ method: 'POST', path: '/limited', headers: { ...offerWith, authorization: 'Bearer bad' }, body: ENCODER_OFFER });
    const guesses = await Promise.all(Array.from({ length: 80 }, guess));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(60);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(20);
    expect((await ask({ method: 'POST', path: '/limited', headers: offerWith, body: ENCODER_OFFER })).status).toBe(201);
  });
});
