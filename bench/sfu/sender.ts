/** Sends the feeds as plain RTP, evenly over each second. */
import { createSocket } from 'node:dgram';
import { answerParent } from '../harness/askedChild.ts';
import { sendInTurn } from '../telemetry/pace.ts';
import { FEED_PORTS, FEEDS, PACKET_BYTES, PACKETS_PER_SECOND, PAYLOAD_TYPE, ssrcOf } from './load.ts';
import { vp8Packet } from './wire/rtpPacket.ts';

const VIDEO_CLOCK = 90_000;
const frames = FEED_PORTS.map(() => 0);
// A socket a feed: a forwarder tells its senders apart by where they send from.
const sockets = FEED_PORTS.map(() => createSocket('udp4'));
// Whoever forwards a feed answers with RTCP, and may be gone already.
for (const socket of sockets) {
  socket.on('error', () => {});
}

const asks = {
  /** Answers how many packets of all the feeds that were. */
  send: ({ forMs }: { forMs: number }): Promise<number> => sendInTurn({
    units: FEEDS * PACKETS_PER_SECOND,
    forMs,
    send: (turn) => {
      const feed = turn % FEEDS;
      const frame = (frames[feed] = (frames[feed] ?? 0) + 1);
      const packet = vp8Packet({
        payloadType: PAYLOAD_TYPE, ssrc: ssrcOf(feed), sequenceNumber: frame, pictureId: frame, bytes: PACKET_BYTES,
        timestamp: frame * (VIDEO_CLOCK / PACKETS_PER_SECOND),
      });
      sockets[feed]?.send(packet, FEED_PORTS[feed], '127.0.0.1');
    },
  }),
};
export type SenderAsks = typeof asks;

answerParent(asks);
