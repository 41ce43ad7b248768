import type { types } from 'mediasoup-client';
import type { TransportId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../link/hallLink.ts';
import { IceMender } from './iceMender.ts';
import { fromWireTransport, toWireCapabilities } from './wireParameters.ts';

export type OpenedTransport = {
  readonly transportId: TransportId;
  readonly transport: types.Transport;
  /** Looks for a new way to the hall at once; what cannot be mended is told by `onFailed`. */
  mend(): void;
};

/**
 * Has the hall make a transport and makes this side of it. A connection that is interrupted is mended; `onFailed` is called once if it cannot be.
 * Errors: AppError of the requests.
 */
export async function openTransport(options: {
  link: HallLink;
  device: types.Device;
  direction: 'send' | 'receive';
  /** A session has one receive transport for each. */
  use?: 'feeds' | 'talk' | 'room';
  onFailed: () => void;
}): Promise<OpenedTransport> {
  const { link, device, direction, use = 'feeds', onFailed } = options;
  const made = await link.request(
    'media.createTransport',
    direction === 'send' ? { direction } : { direction, rtpCapabilities: toWireCapabilities(device.recvRtpCapabilities), use },
  );
  const parameters = fromWireTransport(made);
  const transport = direction === 'send' ? device.createSendTransport(parameters) : device.createRecvTransport(parameters);
  transport.on('connect', ({ dtlsParameters }, connected, failed) => {
    link.request('media.connectTransport', { transportId: made.transportId, dtlsParameters }).then(() => connected(), failed);
  });
  const mender = new IceMender({ link, transport, transportId: made.transportId, onHopeless: onFailed });
  return { transportId: made.transportId, transport, mend: () => mender.mend() };
}

/** Ends both sides. The hall's side needs no goodbye when the session is over or the transport was its own loss. */
export function closeTransport(link: HallLink, opened: OpenedTransport, options: { tellHall: boolean }): void {
  opened.transport.close();
  if (options.tellHall && link.state.getState().phase === 'online') {
    link.request('media.closeTransport', { transportId: opened.transportId }).catch(() => undefined);
  }
}
