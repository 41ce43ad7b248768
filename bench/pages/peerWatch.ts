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

/** Bytes that arrived over all open connections: RTP and RTCP with their headers, as the transports counted them. */
export async function bytesReceived(): Promise<number> {
  const reports = await Promise.all(openPeers().map((peer) => peer.getStats()));
  return reports
    .flatMap((report) => [...report.values()] as { type: string; bytesReceived?: number }[])
    .reduce((sum, { type, bytesReceived: bytes }) => sum + (type === 'transport' ? (bytes ?? 0) : 0), 0);
}
