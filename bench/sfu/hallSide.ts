import type { types } from 'mediasoup';
import { mediasoupWorker } from '../../scripts/setup/index.mjs';
import { MediaWorker } from '../../sfu/media/workers/mediaWorker.ts';
import { FEED_PORTS, feedOf, FORWARDER_PORTS, PAYLOAD_TYPE, ssrcOf, VIEWERS } from './load.ts';
import { fingerprintOf, offerSdp } from './wire/offerSdp.ts';
import type { Forwarder, Side, Viewers } from './side.ts';
import { srtpBuildOf } from './srtpBuild.ts';

/** As the hall's sessions have theirs. */
const FIRST_OUTGOING_BITRATE = 50_000_000;
const ICE_CONSENT_TIMEOUT_S = 20;

/** Receives VP8 and asks again for what is lost, as Janus offers it; no bandwidth estimation on either side. */
const VIEWER_CAPABILITIES: types.RtpCapabilities = {
  codecs: [{
    kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, preferredPayloadType: PAYLOAD_TYPE,
    rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }],
  }],
  headerExtensions: [],
};

/** The hall's own media worker, set up by the hall's own code. */
export function hallSide(): Side {
  const { path, version, from } = mediasoupWorker();
  return { name: 'our media worker', missing: null, build: `mediasoup ${version}, ${from}; ${srtpBuildOf(path)}`, start: () => startWorker(path) };
}

async function startWorker(workerBin: string): Promise<Forwarder> {
  const worker = await MediaWorker.create({ listenIp: '127.0.0.1', announcedAddress: undefined, workerBin, logLevel: 'error' }, FORWARDER_PORTS.from);
  try {
    const producers = await Promise.all(FEED_PORTS.map((port, feed) => injectFeed(worker, port, feed)));
    return {
      pid: worker.pid,
      connect: async (viewers) => {
        for (let viewer = 0; viewer < VIEWERS; viewer += 1) {
          await connectViewer(worker, producers[feedOf(viewer)], viewers);
        }
        return viewers.ask('connected', undefined);
      },
      close: async () => worker.close(),
    };
  } catch (error) {
    worker.close();
    throw error;
  }
}

async function injectFeed({ router }: MediaWorker, port: number, feed: number): Promise<types.Producer> {
  const transport = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: '127.0.0.1', port }, rtcpMux: true, comedia: true });
  return transport.produce({
    kind: 'video',
    rtpParameters: {
      codecs: [{ mimeType: 'video/VP8', clockRate: 90_000, payloadType: PAYLOAD_TYPE }],
      encodings: [{ ssrc: ssrcOf(feed) }],
    },
  });
}

async function connectViewer({ router, webRtcServer }: MediaWorker, producer: types.Producer | undefined, viewers: Viewers): Promise<void> {
  const transport = await router.createWebRtcTransport({
    webRtcServer, enableUdp: true, enableTcp: true, preferUdp: true, iceConsentTimeout: ICE_CONSENT_TIMEOUT_S, initialAvailableOutgoingBitrate: FIRST_OUTGOING_BITRATE,
  });
  const { rtpParameters } = await transport.consume({ producerId: producer?.id ?? '', rtpCapabilities: VIEWER_CAPABILITIES });
  const codec = rtpParameters.codecs[0];
  const ssrc = rtpParameters.encodings?.[0]?.ssrc;
  const candidate = transport.iceCandidates.find(({ protocol }) => protocol === 'udp');
  const fingerprint = transport.dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (codec === undefined || ssrc === undefined || candidate === undefined || fingerprint === undefined) {
    throw new Error('the media worker describes a transport that no viewer can be told of');
  }
  const offer = offerSdp({
    ice: transport.iceParameters,
    fingerprint,
    candidate,
    mid: rtpParameters.mid ?? '0',
    payloadType: codec.payloadType,
    ssrc,
    cname: rtpParameters.rtcp?.cname ?? 'feed',
    feedback: (codec.rtcpFeedback ?? []).map(({ type, parameter }) => [type, parameter].filter(Boolean).join(' ')),
  });
  const { algorithm, value } = fingerprintOf(await viewers.ask('answer', { offer, payloadType: codec.payloadType }));
  // An answer to `actpass` takes the client's part.
  await transport.connect({ dtlsParameters: { role: 'client', fingerprints: [{ algorithm: algorithm as types.FingerprintAlgorithm, value }] } });
}
