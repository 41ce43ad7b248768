import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../media/mediaRig.ts';
import { courtCode } from '#protocol/nouns/ids.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import { Peer } from './rig/peer.ts';
import { startStandardHall, type StandardHall } from '../testing/standardHall.ts';
import { bindingAnswer } from './rig/stun.ts';
import { startTestPicture } from './rig/testPicture.ts';

/*
 * The whole hall with real media workers against libdatachannel and ffmpeg: neither knows anything of the project.
 */
const FRAGMENT = 'application/trickle-ice-sdpfrag';
let hall: StandardHall;
const undo: (() => void)[] = [];

beforeEach(async () => {
  hall = await startStandardHall();
});
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) each();
  await hall.test.close();
});

const iceOf = (sdp: string) => ({ ufrag: /a=ice-ufrag:(\S+)/.exec(sdp)?.[1] ?? '', pwd: /a=ice-pwd:(\S+)/.exec(sdp)?.[1] ?? '' });
const fragment = ({ ufrag, pwd }: { ufrag: string; pwd: string }) => `a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:v\r\n`;
const transports = async () => Number(/^hall_media_transports (\d+)/m.exec((await hall.ask({ path: '/metrics' })).body)?.[1] ?? Number.NaN);
const producers = async () => Number(/^hall_media_producers (\d+)/m.exec((await hall.ask({ path: '/metrics' })).body)?.[1] ?? Number.NaN);

async function publish(token: string, path = '/whip') {
  const peer = await Peer.create('SendOnly');
  undo.push(() => peer.close());
  const answer = await hall.ask({ method: 'POST', path, token, headers: { 'content-type': 'application/sdp' }, body: peer.offer });
  expect(answer).toMatchObject({ status: 201 });
  peer.take(answer.body);
  await eventually('the encoder is connected', () => peer.state === 'connected');
  return { peer, answer, location: answer.headers['location'] ?? '' };
}

async function sendPicture(peer: Peer) {
  const sent = { video: new Set<string>(), audio: new Set<string>() };
  const picture = await startTestPicture((kind, packet) => {
    sent[kind].add(packet.subarray(12).toString('base64'));
    if (peer[kind].isOpen()) peer[kind].sendMessageBinary(packet);
  });
  undo.push(() => picture.close());
  return sent;
}

/** RTP without its header; extensions and padding are not sent by the hall to such a player. */
function payloadOf(packet: Buffer): string {
  const extended = ((packet[0] ?? 0) & 0x10) !== 0;
  const start = 12 + 4 * ((packet[0] ?? 0) & 0x0f);
  return packet.subarray(extended ? start + 4 + 4 * packet.readUInt16BE(start + 2) : start).toString('base64');
}

const isMedia = (packet: Buffer) => packet.length > 12 && ((packet[1] ?? 0) < 192 || (packet[1] ?? 0) > 223);

describe('an encoder (WHIP)', () => {
  it('brings its picture and sound to the hall untouched, and an outside player gets them by a grant', async () => {
    const { unitId, token } = await hall.test.unit({ name: '编码器一' });
    const desk = await hall.test.enter('desk', { courtCode: '闽0203', roles: ['commander'] });
    const follow = async () => {
      const { log, presence } = await desk.request('hall.follow', { from: null });
      if (log.kind !== 'snapshot') throw new Error('no snapshot');
      return { state: log.state, presence };
    };
    expect((await follow()).presence.units.find((unit) => unit.unitId === unitId)?.online).toBe(false);
    const { peer, location } = await publish(token, `/whip/${encodeURIComponent('前门')}`);
    const sent = await sendPicture(peer);
    await eventually('the unit is here', async () => (await follow()).presence.units.some((unit) => unit.unitId === unitId && unit.online));
    const { state, presence } = await follow();
    const feed = state.feeds.find((one) => one.unitId === unitId);
    expect(feed?.label).toBe('前门');
    const feedId = feed!.feedId;
    expect(presence.feeds.find((one) => one.feedId === feedId)?.tracks.map(({ mimeType }) => mimeType).toSorted()).toEqual(['audio/opus', 'video/H264']);

    const tapped: string[] = [];
    const tap = await hall.media.tapVideo({ feedId, onPacket: (packet) => tapped.push(payloadOf(packet)), onClosed: () => undefined });
    await eventually('the hall reads what was sent', () => tapped.filter((payload) => sent.video.has(payload)).length > 20, 10_000);
    tap.close();

    const given = await desk.request('grant.give', { commandId: newCommandId(), feedId, purpose: '省厅会商', forName: '省公安厅', endsAt: Date.now() + 60_000 });
    expect(given.url).toBe(`${hall.test.hall.url}/whep/${feedId}`);
    const player = await Peer.create('RecvOnly');
    undo.push(() => player.close());
    const answer = await hall.ask({ method: 'POST', path: `/whep/${feedId}`, token: given.token, headers: { 'content-type': 'application/sdp', 'user-agent': 'player/1' }, body: player.offer });
    expect(answer).toMatchObject({ status: 201 });
    player.take(answer.body);
    const receives = (kind: 'video' | 'audio') => player.received.filter((one) => one.kind === kind && isMedia(one.packet) && sent[kind].has(payloadOf(one.packet))).length;
    await eventually('the player sees it', () => receives('video') > 20, 10_000);
    await eventually('and hears it', () => receives('audio') > 20, 10_000);

    const viewed = (await follow()).state.grants.find((grant) => grant.grantId === given.grant.grantId);
    expect(viewed).toMatchObject({ forName: '省公安厅', timesViewed: 1, viewings: [{ remoteAddress: '127.0.0.1', clientName: 'player/1' }] });
    // The grant shows this feed alone, and a unit's token shows nothing.
    expect((await hall.ask({ method: 'POST', path: `/whep/${crypto.randomUUID()}`, token: given.token, headers: { 'content-type': 'application/sdp' }, body: player.offer })).status).toBe(403);
    expect((await hall.ask({ method: 'POST', path: `/whep/${feedId}`, token, headers: { 'content-type': 'application/sdp' }, body: player.offer })).status).toBe(401);
    expect((await hall.ask({ method: 'POST', path: '/whip', token: given.token, headers: { 'content-type': 'application/sdp' }, body: peer.offer })).status).toBe(401);

    await desk.request('grant.revoke', { commandId: newCommandId(), grantId: given.grant.grantId });
    expect((await hall.ask({ method: 'DELETE', path: answer.headers['location']!, token: given.token })).status).toBe(401);
    await eventually('the player is cut off', () => ['closed', 'disconnected', 'failed'].includes(player.state), 10_000);
    await eventually('its end is in the log', async () => (await follow()).state.grants[0]?.viewings.length === 0);

    expect((await hall.ask({ method: 'DELETE', path: location, token })).status).toBe(200);
    expect((await hall.ask({ method: 'DELETE', path: location, token })).status).toBe(404);
    await eventually('nothing is left', async () => (await transports()) === 0 && (await producers()) === 0);
    expect((await follow()).presence.units.find((unit) => unit.unitId === unitId)?.online).toBe(false);
  });

  it('is let in by its own token alone, and cut off when that is replaced', async () => {
    const { unitId, token } = await hall.test.unit();
    const offer = (await publish(token)).peer.offer;
    const post = async (path: string, shown?: string) => (await hall.ask({ method: 'POST', path, headers: { 'content-type': 'application/sdp' }, body: offer, ...(shown === undefined ? {} : { token: shown }) })).status;
    const machine = await hall.test.machine('console');
    const person = await hall.test.person({ roles: ['commander'] });
    expect(await Promise.all([post('/whip'), post('/whip', 'x'), post('/whip', machine.token), post('/whip', person.token), post('/whep/x', token)])).toEqual([401, 401, 403, 403, 401]);
    // The code of a new device, once used, ends the former one's token.
    const operator = await hall.test.operator();
    const { enrolment } = await operator.request('unit.issueCode', { commandId: newCommandId(), unitId });
    const guest = await hall.test.connect();
    await guest.request('session.redeemCode', { code: enrolment.code, client: { name: 'test', version: '1' } });
    await eventually('it is cut off', async () => (await transports()) === 0);
    expect(await post('/whip', token)).toBe(401);
  });

  it('is let in by a token that was issued for it, and cut off by the next one', async () => {
    const operator = await hall.test.operator();
    const { unit } = await operator.request('unit.enrol', { commandId: newCommandId(), courtCode: courtCode.parse('闽0203'), name: '编码器', teamName: '固定监控', kind: 'camera' });
    const issue = () => operator.request('unit.issueToken', { commandId: newCommandId(), unitId: unit.unitId });
    const { token, whipUrl } = await issue();
    expect(new URL(whipUrl).pathname).toBe('/whip');
    const { peer } = await publish(token);
    await eventually('it is connected', () => peer.state === 'connected');
    await issue();
    await eventually('it is cut off', async () => (await transports()) === 0);
    expect((await hall.ask({ method: 'POST', path: '/whip', token, headers: { 'content-type': 'application/sdp' }, body: peer.offer })).status).toBe(401);
  });

  it('is counted by the unit as seen when a player views it, and the player goes when its time is over', async () => {
    const { token } = await hall.test.unit();
    const unit = await hall.test.enter('unit', { token });
    const { peer } = await publish(token);
    await sendPicture(peer);
    const desk = await hall.test.enter('desk', { courtCode: '闽0203', roles: ['dutyLeader'] });
    const { log } = await desk.request('hall.follow', { from: null });
    const feedId = (log.kind === 'snapshot' ? log.state.feeds[0] : undefined)!.feedId;
    const given = await desk.request('grant.give', { commandId: newCommandId(), feedId, purpose: '联合行动', forName: '来宾', endsAt: Date.now() + 4_000 });
    const player = await Peer.create('RecvOnly');
    undo.push(() => player.close());
    const answer = await hall.ask({ method: 'POST', path: `/whep/${feedId}`, token: given.token, headers: { 'content-type': 'application/sdp' }, body: player.offer });
    expect(answer).toMatchObject({ status: 201 });
    player.take(answer.body);
    const watched = () => unit.frames.flatMap((frame) => ('notice' in frame && frame.notice === 'feed.watched' ? [(frame.data as { videoViewers: number }).videoViewers] : []));
    await eventually('the unit is told that it is seen', () => watched().at(-1) === 1, 10_000);
    await eventually('and that it is seen no more', () => watched().at(-1) === 0, 10_000);
    expect((await hall.ask({ method: 'POST', path: `/whep/${feedId}`, token: given.token, headers: { 'content-type': 'application/sdp' }, body: player.offer })).status).toBe(401);
  });

  it('restarts ICE by the rules of If-Match', async () => {
    const { token } = await hall.test.unit();
    const { peer, answer, location } = await publish(token);
    const own = iceOf(peer.offer);
    const before = iceOf(answer.body);
    const tag = answer.headers['etag']!;
    const patch = (body: string, headers: Record<string, string> = {}) => hall.ask({ method: 'PATCH', path: location, token, headers: { 'content-type': FRAGMENT, ...headers }, body });
    expect((await patch(fragment(own))).status).toBe(428);
    expect((await patch(fragment(own), { 'if-match': '"other"' })).status).toBe(412);
    expect((await patch('hello', { 'if-match': tag })).status).toBe(400);
    expect((await patch(fragment(own), { 'if-match': tag, 'content-type': 'application/json' })).status).toBe(415);
    expect(await patch(fragment(own), { 'if-match': tag })).toMatchObject({ status: 204, headers: { etag: tag } });

    const restarted = await patch(fragment({ ufrag: 'fresh', pwd: 'freshfreshfreshfreshfresh' }), { 'if-match': '*' });
    expect(restarted).toMatchObject({ status: 200, headers: { 'content-type': FRAGMENT } });
    const after = iceOf(restarted.body);
    expect(after.ufrag).not.toBe(before.ufrag);
    expect(restarted.headers['etag']).not.toBe(tag);
    // The worker really answers to the new password, and to no other.
    const port = Number(/candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+)/.exec(restarted.body)?.[1]);
    const ask = (pwd: string) => bindingAnswer({ port, username: `${after.ufrag}:fresh`, password: pwd });
    expect(await ask(after.pwd)).toBe('success');
    expect(await ask('x'.repeat(32))).toBe('error');
    expect((await patch(fragment(own), { 'if-match': tag })).status).toBe(412);
    // Another unit's token finds nothing there.
    const other = await hall.test.unit({ name: '别人' });
    expect((await hall.ask({ method: 'PATCH', path: location, token: other.token, headers: { 'content-type': FRAGMENT, 'if-match': '*' }, body: fragment(own) })).status).toBe(404);
    expect((await hall.ask({ method: 'DELETE', path: location, token: other.token })).status).toBe(404);
  });

  it('gives way to a newer one of the same camera, and not before that is connected', async () => {
    const { token } = await hall.test.unit();
    const first = await publish(token);
    const silent = await Peer.create('SendOnly');
    undo.push(() => silent.close());
    const waiting = await hall.ask({ method: 'POST', path: '/whip', token, headers: { 'content-type': 'application/sdp' }, body: silent.offer });
    expect(waiting.status).toBe(201);
    expect(await transports()).toBe(2);
    const second = await publish(token);
    await eventually('the first is sent away', () => first.peer.state !== 'connected', 10_000);
    expect((await hall.ask({ method: 'DELETE', path: first.location, token })).status).toBe(404);
    expect((await hall.ask({ method: 'DELETE', path: waiting.headers['location']!, token })).status).toBe(404);
    expect(await transports()).toBe(1);
    expect(second.peer.state).toBe('connected');
  });

  it('is cut off at once with its unit, and with a media worker that dies', async () => {
    const { unitId, token } = await hall.test.unit();
    const operator = await hall.test.operator();
    const first = await publish(token);
    const pids = hall.media.processes().atWork;
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await eventually('its resource is gone', async () => (await hall.ask({ method: 'DELETE', path: first.location, token })).status === 404);
    await eventually('workers are back', () => hall.media.processes().atWork.filter((pid) => !pids.includes(pid)).length === 2, 10_000);
    const second = await publish(token);
    await operator.request('unit.revoke', { commandId: newCommandId(), unitId, expectedVersion: (await versionOf(unitId)), reason: '设备遗失' });
    await eventually('nothing is left', async () => (await transports()) === 0);
    expect((await hall.ask({ method: 'POST', path: '/whip', token, headers: { 'content-type': 'application/sdp' }, body: second.peer.offer })).status).toBe(401);
  });
});

async function versionOf(unitId: string): Promise<number> {
  const operator = await hall.test.operator();
  const { log } = await operator.request('hall.follow', { from: null });
  return log.kind === 'snapshot' ? (log.state.units.find((unit) => unit.unitId === unitId)?.version ?? 0) : 0;
}
