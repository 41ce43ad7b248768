/** What every forwarder is given to do: 100 viewers and 6,000 packets a second out, of 240 in. */
export const FEEDS = 4;
export const VIEWERS = 100;
export const PACKETS_PER_SECOND = 60;
/** An RTP packet with its header, before encryption. */
export const PACKET_BYTES = 1_100;
export const PAYLOAD_TYPE = 96;

/** Ports of one forwarder at a time; all on loopback. */
export const CONTROL_PORT = 26_000;
/** RTP comes in here, a port a feed, two apart: the one between may be taken for RTCP. */
export const FEED_PORTS: readonly number[] = Array.from({ length: FEEDS }, (_, feed) => 26_010 + 2 * feed);
export const FORWARDER_PORTS = { from: 26_100, to: 26_219 };
export const VIEWER_PORTS = { from: 26_220, to: 26_399 };

export const feedOf = (viewer: number) => viewer % FEEDS;
/** What identifies a feed's stream on the way in. */
export const ssrcOf = (feed: number) => 0x5f_ee_00 + feed;
