import type { types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { SentTrack, StandardMedia, StandardTransport, ViewableTrack, ViewWish } from '../../ports/standardMedia.ts';
import type { LiveTrack } from '../liveTracks.ts';
import type { MediaContext } from '../mediaContext.ts';
import { mediaError } from '../wire.ts';
import { SOCKET_BUFFER_BYTES } from '../workers/listenInfos.ts';
import { Carrier } from './carrier.ts';
import { stepLayers } from './layerSteps.ts';

const FIRST_OUTGOING_BITRATE = 50_000_000;
/** In the order in which mediasoup gives out the numbers that nobody asked for. */
const PAYLOAD_TYPES = [...Array.from({ length: 28 }, (_, index) => 100 + index), 96, 97, 98, 99];

type Options = Parameters<StandardMedia['view']>[0];
type Wanted = { readonly wish: ViewWish; readonly track: LiveTrack };
type Viewing = StandardTransport & { readonly sent: readonly SentTrack[] };

/** What a player can be sent of the feed, as the hall itself sends it. */
export function viewableTracks({ liveTracks }: MediaContext, feedId: FeedId): ViewableTrack[] {
  return (['audio', 'video'] as const).flatMap((kind) => {
    const track = liveTracks.find(feedId, kind);
    const codec = track === undefined ? undefined : codecOf(track);
    return codec === undefined ? [] : [{ ...codec, kind, channels: codec.channels ?? 1, parameters: codec.parameters ?? {}, rtcpFeedback: feedbackOf(codec) }];
  });
}

/** Errors: feedNotLive, cannotConsume, mediaUnavailable, transportClosed. */
export async function viewFeed(context: MediaContext, options: Options): Promise<Viewing> {
  const { feedId, wishes, viewerId, dtlsParameters, onEnded } = options;
  const wanted = wishes.map((wish) => ({ wish, track: liveTrack(context, feedId, wish) }));
  const lead = (wanted.find(({ wish }) => wish.kind === 'video') ?? wanted[0])?.track;
  if (lead === undefined) throw new AppError('feedNotLive');
  const { worker } = lead;
  const leave = (): void => {
    for (const { wish } of wanted) context.viewers.leave(feedId, wish.kind, viewerId);
  };
  let router: types.Router | undefined;
  let carrier: Carrier | undefined;
  try {
    const own = await worker.createRouter(codecsFor(wanted));
    router = own;
    carrier = await Carrier.create({
      worker,
      router: own,
      firstOutgoingBitrate: FIRST_OUTGOING_BITRATE,
      onConnected: () => {
        for (const { wish } of wanted) context.viewers.enter(feedId, wish.kind, viewerId, null);
        options.onConnected();
      },
      onEnded,
      onClosed: () => {
        leave();
        own.close();
      },
    });
    const sent: SentTrack[] = [];
    for (const each of wanted) sent.push(await send(each, own, carrier));
    await carrier.connect(dtlsParameters);
    if (carrier.closed) throw new AppError('transportClosed');
    return Object.assign(carrier, { sent });
  } catch (error) {
    const refusal = lead.producer.closed ? new AppError('feedNotLive', { cause: error }) : (carrier?.refused(error) ?? mediaError(error));
    carrier?.close();
    router?.close();
    throw refusal;
  }
}

function liveTrack({ liveTracks }: MediaContext, feedId: FeedId, { kind }: ViewWish): LiveTrack {
  const track = liveTracks.find(feedId, kind);
  if (track === undefined) throw new AppError('feedNotLive');
  return track;
}

async function send({ wish, track }: Wanted, router: types.Router, carrier: Carrier): Promise<SentTrack> {
  const { pipeProducer } = await track.worker.router.pipeToRouter({
    producerId: track.producer.id,
    router,
    keepId: false,
    enableSctp: false,
    enableRtx: false,
    listenInfo: { protocol: 'udp', ip: '127.0.0.1', sendBufferSize: SOCKET_BUFFER_BYTES, recvBufferSize: SOCKET_BUFFER_BYTES },
  });
  if (pipeProducer === undefined) throw new AppError('feedNotLive');
  pipeProducer.observer.once('close', () => carrier.sourceEnded());
  const { codecs = [] } = router.rtpCapabilities;
  const consumer = await carrier.transport.consume({
    producerId: pipeProducer.id,
    enableRtx: wish.rtxPayloadType !== null,
    rtpCapabilities: {
      codecs: codecs.filter(({ kind }) => kind === wish.kind).map((codec) => ({ ...codec, rtcpFeedback: [...wish.rtcpFeedback] })),
      // mediasoup writes extensions in its own numbers: only those that the player happens to give the same one can be sent.
      headerExtensions: (router.rtpCapabilities.headerExtensions ?? []).filter(({ kind, uri, preferredId }) => kind === wish.kind && wish.extensions.some((own) => own.uri === uri && own.id === preferredId)),
    },
  });
  if (carrier.closed) throw new AppError('transportClosed');
  checkNumbers(consumer, wish);
  stepLayers(consumer);
  const { encodings = [], rtcp, headerExtensions = [] } = consumer.rtpParameters;
  return {
    kind: wish.kind,
    ssrc: encodings[0]?.ssrc ?? 0,
    rtxSsrc: encodings[0]?.rtx?.ssrc ?? null,
    cname: rtcp?.cname ?? 'hall',
    extensions: headerExtensions.map(({ uri, id }) => ({ uri, id })),
  };
}

/** An answer that named other numbers than the packets carry would show nothing, and nobody would know why. Errors: cannotConsume. */
function checkNumbers({ rtpParameters }: types.Consumer, { payloadType, rtxPayloadType }: ViewWish): void {
  const rtx = rtpParameters.codecs.find(({ mimeType }) => mimeType.toLowerCase().endsWith('/rtx'));
  if (rtpParameters.codecs[0]?.payloadType !== payloadType || (rtx !== undefined && rtx.payloadType !== rtxPayloadType)) throw new AppError('cannotConsume');
}

/** The tracks' codecs under the player's numbers. */
function codecsFor(wanted: readonly Wanted[]): types.RouterRtpCodecCapability[] {
  const audio = wanted.filter(({ wish }) => wish.kind === 'audio');
  const video = wanted.filter(({ wish }) => wish.kind === 'video');
  const rtx = video[0]?.wish.rtxPayloadType ?? null;
  const taken = new Set(wanted.map(({ wish }) => wish.payloadType));
  return [...audio.map(codecFor), ...(rtx === null ? [] : placeholders(rtx, taken)), ...video.map(codecFor)];
}

function codecFor({ wish, track }: Wanted): types.RouterRtpCodecCapability {
  const codec = codecOf(track);
  if (codec === undefined) throw new AppError('cannotConsume');
  const { mimeType, clockRate, channels, parameters } = codec;
  return { kind: wish.kind, mimeType, clockRate, preferredPayloadType: wish.payloadType, ...(channels === undefined ? {} : { channels }), ...(parameters === undefined ? {} : { parameters }) };
}

/** The number of repetitions cannot be asked for: it is the first that is free, so everything before the wanted one is taken by codecs that nobody uses. */
function placeholders(wanted: number, taken: ReadonlySet<number>): types.RouterRtpCodecCapability[] {
  const before = PAYLOAD_TYPES.slice(0, PAYLOAD_TYPES.indexOf(wanted)).filter((payloadType) => !taken.has(payloadType));
  return before.map((preferredPayloadType) => ({ kind: 'audio', mimeType: 'audio/CN', clockRate: 8_000, preferredPayloadType }));
}

function codecOf({ producer, worker }: LiveTrack): types.RtpCodecCapability | undefined {
  const [own] = producer.consumableRtpParameters.codecs;
  return (worker.router.rtpCapabilities.codecs ?? []).find((codec) => codec.preferredPayloadType === own?.payloadType);
}

function feedbackOf({ rtcpFeedback = [] }: types.RtpCodecCapability): ViewableTrack['rtcpFeedback'] {
  return rtcpFeedback.map(({ type, parameter }) => (parameter === undefined || parameter === '' ? { type } : { type, parameter }));
}
