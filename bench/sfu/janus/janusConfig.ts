import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CONTROL_PORT, FEED_PORTS, FORWARDER_PORTS, PAYLOAD_TYPE } from '../load.ts';

/** Where Debian's package has them. */
const MODULES = '/usr/lib/x86_64-linux-gnu/janus';
const NEEDED: ReadonlySet<string> = new Set(['libjanus_streaming.so', 'libjanus_websockets.so']);

/**
 * Writes what Janus reads: a mountpoint for each feed (ids from 1), loopback alone, and of its modules those two that
 * are needed. What forwards is left as the package ships it but for `eventLoops`: null is a thread for each viewer.
 */
export function writeJanusConfig(folder: string, eventLoops: number | null): void {
  const others = (kind: string) => readdirSync(path.join(MODULES, kind)).filter((name) => name.endsWith('.so') && !NEEDED.has(name)).join(',');
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  write('janus.jcfg', `
general: {
  configs_folder = "${folder}"
  plugins_folder = "${MODULES}/plugins"
  transports_folder = "${MODULES}/transports"
  session_timeout = 0
  ${eventLoops === null ? '' : `event_loops = ${eventLoops}`}
}
media: { rtp_port_range = "${FORWARDER_PORTS.from}-${FORWARDER_PORTS.to}" }
nat: { ice_enforce_list = "127.0.0.1" }
plugins: { disable = "${others('plugins')}" }
transports: { disable = "${others('transports')}" }
loggers: { disable = "${others('loggers')}" }
`);
  write('janus.transport.websockets.jcfg', `
general: {
  json = "compact"
  ws = true
  ws_port = ${CONTROL_PORT}
  ws_ip = "127.0.0.1"
  wss = false
}
admin: { admin_ws = false }
`);
  write('janus.plugin.streaming.jcfg', FEED_PORTS.map((port, feed) => `
feed-${feed + 1}: {
  type = "rtp"
  id = ${feed + 1}
  audio = false
  video = true
  videoport = ${port}
  videoiface = "127.0.0.1"
  videopt = ${PAYLOAD_TYPE}
  videocodec = "vp8"
}
`).join(''));
}
