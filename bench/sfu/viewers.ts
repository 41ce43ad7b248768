/** 100 receivers that decrypt what comes, and count it. */
import { createSocket, type Socket } from 'node:dgram';
import { setTimeout as wait } from 'node:timers/promises';
import { initLogger, PeerConnection, type Track } from 'node-datachannel';
import { answerParent } from '../harness/askedChild.ts';
import { PAYLOAD_TYPE, VIEWER_PORTS, VIEWERS } from './load.ts';
import { isRtpOf } from './wire/rtpPacket.ts';

export type Counted = { readonly packets: number; readonly bytes: number };

const CONNECTED_WITHIN_MS = 30_000;
const SOCKET_BUFFER_BYTES = 1_048_576;

const connections: PeerConnection[] = [];
/** Held: a track that nobody holds is collected, and says no more. */
const tracks: Track[] = [];
const sockets: Socket[] = [];
const suites = new Set<string>();
const counted = { packets: 0, bytes: 0 };

initLogger('Debug', (_level, message) => {
  const suite = /SRTP profile[^:]*: *(\S+)/i.exec(message)?.[1];
  if (suite !== undefined) {
    suites.add(suite);
  }
});

function count(payloadType: number, packet: Uint8Array): void {
  if (isRtpOf(payloadType, packet)) {
    counted.packets += 1;
    counted.bytes += packet.length;
  }
}

const asks = {
  /** Takes a forwarder's offer and answers with all candidates of its own. */
  async answer({ offer, payloadType }: { offer: string; payloadType: number }): Promise<string> {
    const connection = new PeerConnection(`viewer-${connections.length}`, {
      iceServers: [], bindAddress: '127.0.0.1', portRangeBegin: VIEWER_PORTS.from, portRangeEnd: VIEWER_PORTS.to,
    });
    connections.push(connection);
    connection.onTrack((track) => {
      tracks.push(track);
      track.onMessage((packet) => count(payloadType, packet));
    });
    const gathered = new Promise<void>((resolve) => connection.onGatheringStateChange((state) => state === 'complete' && resolve()));
    connection.setRemoteDescription(offer, 'offer');
    await gathered;
    const answer = connection.localDescription();
    if (answer === null) {
      throw new Error('a viewer has no answer to the offer it got');
    }
    return answer.sdp;
  },

  /** Answers the crypto suites that were agreed on. Errors: not all are connected in time. */
  async connected(): Promise<string[]> {
    const isConnected = (connection: PeerConnection) => connection.state() === 'connected';
    for (const endAt = performance.now() + CONNECTED_WITHIN_MS; !connections.every(isConnected) && performance.now() < endAt; ) {
      await wait(50);
    }
    const present = connections.filter(isConnected).length;
    if (present < VIEWERS) {
      throw new Error(`only ${present} of ${VIEWERS} viewers were connected after ${CONNECTED_WITHIN_MS / 1_000} s (others: ${[...new Set(connections.map((connection) => connection.state()))].join(', ')})`);
    }
    return [...suites];
  },

  /** Instead of connections: a plain port for each viewer, from the first on. */
  async listen(): Promise<void> {
    await Promise.all(Array.from({ length: VIEWERS }, (_, viewer) => new Promise<void>((resolve, reject) => {
      const socket = createSocket({ type: 'udp4', recvBufferSize: SOCKET_BUFFER_BYTES });
      sockets.push(socket);
      socket.once('error', reject);
      socket.on('message', (packet) => count(PAYLOAD_TYPE, packet));
      socket.bind(VIEWER_PORTS.from + viewer, '127.0.0.1', resolve);
    })));
  },

  restart(): void {
    Object.assign(counted, { packets: 0, bytes: 0 });
  },

  /** What came, once so much came or the time is up. */
  async result({ expected, withinMs }: { expected: number; withinMs: number }): Promise<Counted> {
    for (const endAt = performance.now() + withinMs; counted.packets < expected && performance.now() < endAt; ) {
      await wait(20);
    }
    return { ...counted };
  },
};
export type ViewerAsks = typeof asks;

answerParent(asks);
