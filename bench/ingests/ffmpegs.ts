import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { endChild, ownChild } from '../harness/endChild.ts';
import { PAYLOAD_TYPE } from './clip.ts';

/** The usual way without a hall: one ffmpeg a camera, which takes its packets in and puts the pictures together without decoding them. */
export function startFfmpegs(options: { folder: string; ports: readonly number[] }): { pids: readonly number[]; close(): Promise<void> } {
  const children = options.ports.map((port): ChildProcess => {
    const file = path.join(options.folder, `${port}.sdp`);
    writeFileSync(file, ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=camera', 'c=IN IP4 127.0.0.1', 't=0 0', `m=video ${port} RTP/AVP ${PAYLOAD_TYPE}`, `a=rtpmap:${PAYLOAD_TYPE} H264/90000`, `a=fmtp:${PAYLOAD_TYPE} packetization-mode=1`, ''].join('\r\n'));
    const child = spawn('ffmpeg', ['-v', 'quiet', '-protocol_whitelist', 'file,udp,rtp', '-i', file, '-c', 'copy', '-f', 'null', '-'], { stdio: 'ignore' });
    ownChild(child);
    return child;
  });
  return {
    pids: children.flatMap(({ pid }) => pid ?? []),
    close: async () => void (await Promise.all(children.map((child) => endChild(child, () => child.kill('SIGKILL'))))),
  };
}
