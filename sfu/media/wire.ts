import { errors, parseScalabilityMode, type types } from 'mediasoup';
import type { FeedTrack } from '#protocol/media/feeds.ts';
import type { DtlsParametersInput, RtpCapabilitiesInput, RtpParametersInput } from '#protocol/media/rtp.ts';
import { AppError } from '#protocol/errors.ts';

/*
 * The contract bounds sizes and shapes; mediasoup checks meanings and refuses what it cannot read. The two
 * descriptions differ in what TypeScript calls optional (absent, or undefined) and in literal unions (header
 * extension URIs), which no run-time step could mend: hence these three assertions, here and nowhere else.
 */
export function rtpParametersOf(input: RtpParametersInput): types.RtpParameters {
  return input as types.RtpParameters;
}

export function rtpCapabilitiesOf(input: RtpCapabilitiesInput): types.RtpCapabilities {
  return input as types.RtpCapabilities;
}

export function dtlsParametersOf(input: DtlsParametersInput): types.DtlsParameters {
  return input as types.DtlsParameters;
}

/** What followers of the hall are told about a track: its codec and its simulcast or SVC layers. */
export function feedTrackOf(producer: Pick<types.Producer, 'kind' | 'rtpParameters'>): FeedTrack {
  const encodings = producer.rtpParameters.encodings ?? [];
  const modes = encodings.map((encoding) => parseScalabilityMode(encoding.scalabilityMode));
  const spatialLayers = encodings.length > 1 ? encodings.length : (modes[0]?.spatialLayers ?? 1);
  const temporalLayers = Math.max(1, ...modes.map((mode) => mode.temporalLayers));
  return {
    kind: producer.kind,
    mimeType: producer.rtpParameters.codecs[0]?.mimeType ?? 'unknown',
    spatialLayers: clampLayers(spatialLayers),
    temporalLayers: clampLayers(temporalLayers),
  };
}

function clampLayers(count: number): number {
  return Math.min(4, Math.max(1, count));
}

/** The coded form of whatever mediasoup threw: a closed worker, or parameters that it refuses. */
export function mediaError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof errors.WorkerClosedError) return new AppError('transportClosed', { cause: error });
  if (error instanceof TypeError || error instanceof errors.UnsupportedError) return new AppError('badInput', { cause: error });
  return new AppError('internal', { cause: error });
}
