import type { types } from 'mediasoup-client';
import type { RequestInput, RequestOutput } from '#protocol/contract.ts';

/**
 * The contract bounds what clients send and leaves open what the hall sends; mediasoup-client has types of its own
 * for both. These casts are the one place where the two meet. What is sent is checked by the hall's schemas.
 */
type WireCapabilities = Extract<RequestInput<'media.createTransport'>, { direction: 'receive' }>['rtpCapabilities'];
type WireRtpParameters = RequestInput<'media.produce'>['rtpParameters'];
type Made = RequestOutput<'media.createTransport'>;

export function toWireCapabilities(capabilities: types.RtpCapabilities): WireCapabilities {
  return capabilities as unknown as WireCapabilities;
}

export function toWireRtpParameters(parameters: types.RtpParameters): WireRtpParameters {
  return parameters as unknown as WireRtpParameters;
}

export function fromWireCapabilities(capabilities: Record<string, unknown>): types.RtpCapabilities {
  return capabilities;
}

export function fromWireRtpParameters(parameters: Record<string, unknown>): types.RtpParameters {
  return parameters as unknown as types.RtpParameters;
}

export function fromWireTransport(made: Made): types.TransportOptions {
  const { transportId, iceParameters, iceCandidates, dtlsParameters } = made;
  return { id: transportId, iceParameters, iceCandidates, dtlsParameters } as unknown as types.TransportOptions;
}

export function fromWireIceParameters(parameters: Record<string, unknown>): types.IceParameters {
  return parameters as unknown as types.IceParameters;
}
