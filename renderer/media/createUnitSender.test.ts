import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { TransportId } from '#protocol/nouns/ids.ts';
import { createUnitSender } from './createUnitSender.ts';
import { FakeMediaHall, feedIdOf } from './testing/fakeMediaHall.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const pass = (ms = 30) => vi.advanceTimersByTimeAsync(ms);

/** As much of a track as is looked at on the way to the encoder. */
class CameraTrack extends EventTarget {
  readonly id = `track-${Math.random()}`;
  readonly kind: 'video' | 'audio';
  readonly #size: { width: number; height: number };
  readyState: 'live' | 'ended' = 'live';
  enabled = true;

  constructor(kind: 'video' | 'audio', size: { width: number; height: number }) {
    super();
    this.kind = kind;
    this.#size = size;
  }

  getSettings(): { width: number; height: number } {
    return this.#size;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** The device was pulled out. */
  end(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

function trackOf(kind: 'video' | 'audio', size = { width: 1280, height: 720 }): MediaStreamTrack {
  return new CameraTrack(kind, size) as unknown as MediaStreamTrack;
}

async function startSender() {
  const hall = new FakeMediaHall();
  const sender = createUnitSender({ link: hall.link, label: '执法记录仪', createDevice: hall.createDevice });
  const tracks = { video: trackOf('video'), audio: trackOf('audio') };
  sender.setTracks(tracks);
  const produced = () => hall.link.inputsOf('media.produce').map(({ kind }) => kind);
  return { hall, sender, tracks, produced, phase: () => sender.state.getState().phase };
}

const encodingsOf = (hall: FakeMediaHall, offer: number) => hall.link.inputsOf('media.produce')[offer]!.rtpParameters.encodings!;

describe('unit sender', () => {
  it('publishes simulcast video and sound as soon as the link is there', async () => {
    const { hall, sender, produced, phase } = await startSender();
    expect(phase()).toBe('publishing');
    hall.link.goOnline();
    await pass();
    expect(produced()).toEqual(['video', 'audio']);
    expect(hall.link.inputsOf('media.produce')[0]).toMatchObject({ label: '执法记录仪' });
    expect(hall.link.inputsOf('media.produce')[0]!.rtpParameters.encodings).toHaveLength(3);
    expect(sender.state.getState()).toMatchObject({ phase: 'live', feedId: feedIdOf(1) });
  });

  it('tells who watches', async () => {
    const { hall, sender } = await startSender();
    hall.link.goOnline();
    await pass();
    hall.link.notify('feed.watched', { feedId: feedIdOf(1), videoViewers: 3, audioListeners: 1, seenBy: [], heardBy: [], snapshot: null });
    hall.link.notify('feed.watched', { feedId: feedIdOf(2), videoViewers: 9, audioListeners: 9, seenBy: [], heardBy: [], snapshot: null });
    expect(sender.state.getState()).toMatchObject({ videoViewers: 3, audioListeners: 1 });
    hall.link.goOffline();
    expect(sender.state.getState()).toMatchObject({ phase: 'interrupted', videoViewers: 0, audioListeners: 0 });
  });

  it.each([
    ['its worker died', (hall: FakeMediaHall) => hall.link.notify('media.transportClosed', { transportId: [...hall.transports][0] as TransportId, reason: 'workerDied' })],
    ['the connection failed', (hall: FakeMediaHall) => (hall.clientTransports[0]!.handler as FakeHandler).setConnectionState('failed')],
    ['the link came back', (hall: FakeMediaHall) => hall.link.reconnect()],
  ])('publishes anew when %s, with the same tracks', async (_, happen) => {
    const { hall, tracks, produced, phase } = await startSender();
    hall.link.goOnline();
    await pass();
    happen(hall);
    expect(phase()).toBe('interrupted');
    await pass();
    expect(produced()).toEqual(['video', 'audio', 'video', 'audio']);
    expect(phase()).toBe('live');
    expect(tracks.video.readyState).toBe('live');
    expect(hall.clientTransports).toHaveLength(2);
    expect(hall.clientTransports[0]!.closed).toBe(true);
  });

  it('changes cameras without the viewers noticing', async () => {
    const replaced = vi.spyOn(FakeHandler.prototype, 'replaceTrack');
    const { hall, sender, tracks, produced } = await startSender();
    hall.link.goOnline();
    await pass();
    sender.setTracks({ ...tracks, video: trackOf('video') });
    await pass();
    expect(produced()).toEqual(['video', 'audio']);
    expect(replaced).toHaveBeenCalledTimes(1);
    expect(tracks.video.readyState).toBe('live');
  });

  it('offers the track anew when its size asks for another number of layers', async () => {
    const { hall, sender, tracks, produced } = await startSender();
    hall.link.goOnline();
    await pass();
    sender.setTracks({ ...tracks, video: trackOf('video', { width: 640, height: 360 }) });
    await pass();
    expect(produced()).toEqual(['video', 'audio', 'video']);
    expect(hall.link.inputsOf('media.produce')[2]!.rtpParameters.encodings).toHaveLength(2);
  });

  it('stops a kind that is taken away or whose device is gone, and the other goes on', async () => {
    const { hall, sender, tracks, phase } = await startSender();
    hall.link.goOnline();
    await pass();
    sender.setTracks({ ...tracks, audio: null });
    await pass();
    expect(hall.link.inputsOf('media.closeProducer')).toHaveLength(1);
    expect(phase()).toBe('live');
    (tracks.video as unknown as CameraTrack).end();
    await pass();
    expect(hall.link.inputsOf('media.closeProducer')).toHaveLength(2);
    expect(phase()).toBe('idle');
  });

  it('tries again, not too often, while the hall refuses', async () => {
    const { hall, produced, phase } = await startSender();
    const produce = hall.link.answers['media.produce']!;
    hall.link.answers['media.produce'] = () => {
      throw new AppError('mediaUnavailable');
    };
    hall.link.goOnline();
    await pass(20_000);
    expect(phase()).toBe('publishing');
    expect(produced().length).toBeGreaterThan(5);
    expect(produced().length).toBeLessThan(16);
    hall.link.answers['media.produce'] = produce;
    await pass(3_100);
    expect(phase()).toBe('live');
  });

  it('tells how good its way is, and offers what that carries when it has to offer anew', async () => {
    const { hall, sender, produced } = await startSender();
    hall.link.goOnline();
    await pass();
    expect(sender.state.getState().quality).toBe('clear');
    expect(encodingsOf(hall, 0).map(({ active }) => active)).toEqual([true, true, true]);
    const report = [{ type: 'transport', selectedCandidatePairId: 'used' }, { type: 'candidate-pair', id: 'used', availableOutgoingBitrate: 90_000 }];
    vi.spyOn(FakeHandler.prototype, 'getTransportStats').mockResolvedValue(new Map(report.map((entry) => [entry.type, entry])));
    await pass(12_000);
    expect(sender.state.getState().quality).toBe('poor');
    hall.link.reconnect();
    await pass();
    expect(produced()).toEqual(['video', 'audio', 'video', 'audio']);
    expect(encodingsOf(hall, 2).map(({ active }) => active)).toEqual([true, false, false]);
  });

  it('looks for a new way when nothing is heard of what it sends', async () => {
    const { hall } = await startSender();
    hall.link.goOnline();
    await pass();
    (hall.clientTransports[0]!.handler as FakeHandler).setConnectionState('connected');
    let sent = 0;
    vi.spyOn(FakeHandler.prototype, 'getTransportStats').mockImplementation(() => {
      sent += 50;
      const report = [{ type: 'outbound-rtp', kind: 'audio', packetsSent: sent }, { type: 'transport', selectedCandidatePairId: 'used' }, { type: 'candidate-pair', id: 'used', bytesReceived: 7 }];
      return Promise.resolve(new Map(report.map((entry) => [entry.type, entry])) as unknown as RTCStatsReport);
    });
    await pass(2_000);
    expect(hall.link.inputsOf('media.restartIce')).toHaveLength(0);
    await pass(2_500);
    expect(hall.link.inputsOf('media.restartIce')).toHaveLength(1);
  });

  it('puts sound before pictures: more than its share, sent again when lost', async () => {
    const { hall } = await startSender();
    hall.link.goOnline();
    await pass();
    expect(encodingsOf(hall, 1)).toMatchObject([{ priority: 'high', networkPriority: 'high', maxBitrate: 32_000 }]);
  });

  it('does not wait for an answer on a transport that is gone', async () => {
    const { hall, phase } = await startSender();
    const produce = hall.link.answers['media.produce']!;
    hall.link.answers['media.produce'] = () => new Promise(() => undefined);
    hall.link.goOnline();
    await pass();
    hall.link.answers['media.produce'] = produce;
    hall.link.notify('media.transportClosed', { transportId: [...hall.transports][0] as TransportId, reason: 'workerDied' });
    await pass();
    expect(phase()).toBe('live');
  });

  it('leaves the tracks to their owner and nothing at the hall', async () => {
    const { hall, sender, tracks } = await startSender();
    hall.link.goOnline();
    await pass();
    sender.close();
    sender.close();
    sender.setTracks(tracks);
    await pass(5_000);
    expect(hall.transports.size).toBe(0);
    expect(tracks.video.readyState).toBe('live');
    expect(sender.state.getState().phase).toBe('idle');
    expect(vi.getTimerCount()).toBe(0);
  });
});
