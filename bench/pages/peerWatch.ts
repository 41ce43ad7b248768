const peers = new Set<RTCPeerConnection>();

/** From here on every connection of this page is known, also those that libraries make and keep to themselves. */
export function watchPeers(): void {
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.add(this);
    }

    override close(): void {
      peers.delete(this);
      super.close();
    }
  };
}

export function openPeers(): RTCPeerConnection[] {
  return [...peers];
}

/** Resolves when the first of the open connections is connected (ICE and DTLS); looks every 2 ms. */
export async function firstConnected(): Promise<void> {
  while (![...peers].some((peer) => peer.connectionState === 'connected')) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** `bytes`: RTP and RTCP with their headers, as the transports counted them. */
export type Received = { readonly bytes: number; readonly keyFrames: number; readonly keyFramesAsked: number };

type ReceiveStats = { type: string; kind?: string; bytesReceived?: number; keyFramesDecoded?: number; pliCount?: number };

/** What arrived over all open connections until now. */
export async function received(): Promise<Received> {
  const reports = await Promise.all(openPeers().map((peer) => peer.getStats()));
  const stats = reports.flatMap((report) => [...report.values()] as ReceiveStats[]);
  const transports = stats.filter(({ type }) => type === 'transport');
  const videos = stats.filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  const sum = (of: ReceiveStats[], pick: (entry: ReceiveStats) => number | undefined) => of.reduce((total, entry) => total + (pick(entry) ?? 0), 0);
  return {
    bytes: sum(transports, ({ bytesReceived }) => bytesReceived),
    keyFrames: sum(videos, ({ keyFramesDecoded }) => keyFramesDecoded),
    keyFramesAsked: sum(videos, ({ pliCount }) => pliCount),
  };
}
