import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { ownChild } from '../harness/endChild.ts';

export const PAYLOAD_TYPE = 96;
export const PROFILE_LEVEL_ID = '42e01f';
export const FRAMES_PER_SECOND = 25;
const CLOCK_RATE = 90_000;
const LENGTH_S = 4;

/** What a camera sent for a few seconds, packet by packet; its end goes on at its start. */
export type Clip = {
  /** RTP packets frame by frame. */
  readonly frames: readonly (readonly Buffer[])[];
  readonly kbitPerSecond: number;
};

/** Has ffmpeg film a test picture as a recorder would (H.264, 720 lines, a key frame every two seconds) and keeps its packets. Errors: ffmpeg's. */
export async function recordClip(): Promise<Clip> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const packets: Buffer[] = [];
  // RTCP sender reports share the port; their second byte is theirs alone.
  socket.on('message', (packet) => void (packet[1] === 200 || packets.push(packet)));
  const source = `testsrc2=size=1280x720:rate=${FRAMES_PER_SECOND}`;
  const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'baseline', '-level', '3.1', '-pix_fmt', 'yuv420p', '-b:v', '1000k', '-maxrate', '1000k', '-bufsize', '500k', '-g', '50'];
  const target = ['-bsf:v', 'dump_extra', '-payload_type', String(PAYLOAD_TYPE), '-f', 'rtp', `rtp://127.0.0.1:${socket.address().port}?rtcpport=${socket.address().port}&pkt_size=1200`];
  const child = spawn('ffmpeg', ['-v', 'error', '-re', '-f', 'lavfi', '-i', source, '-t', String(LENGTH_S), ...coding, ...target], { stdio: ['ignore', 'ignore', 'inherit'] });
  ownChild(child);
  const [code] = (await once(child, 'exit')) as [number | null];
  socket.close();
  const frames = byTimestamp(packets);
  if (code !== 0 || frames.length < FRAMES_PER_SECOND) {
    throw new Error(`ffmpeg did not give a clip (code ${code}, ${frames.length} frames)`);
  }
  const bytes = packets.reduce((sum, packet) => sum + packet.length, 0);
  return { frames, kbitPerSecond: (bytes * 8) / 1_000 / (frames.length / FRAMES_PER_SECOND) };
}

/** One camera's endless sending of the clip: its own SSRC, sequence and timestamps that go on. */
export class ClipSender {
  readonly #clip: Pick<Clip, 'frames'>;
  readonly #ssrc: number;
  #frame: number;
  #sequence = 0;
  #sent = 0;

  /** `phase`: the frame to begin with, so that not all cameras send their key frames at once. */
  constructor(clip: Pick<Clip, 'frames'>, options: { ssrc: number; phase: number }) {
    this.#clip = clip;
    this.#ssrc = options.ssrc;
    this.#frame = options.phase % clip.frames.length;
  }

  /** Packets of the next frame. */
  next(): Buffer[] {
    const timestamp = (this.#sent * (CLOCK_RATE / FRAMES_PER_SECOND)) >>> 0;
    const packets = (this.#clip.frames[this.#frame] ?? []).map((original) => {
      const packet = Buffer.from(original);
      packet.writeUInt16BE(this.#sequence, 2);
      packet.writeUInt32BE(timestamp, 4);
      packet.writeUInt32BE(this.#ssrc, 8);
      this.#sequence = (this.#sequence + 1) & 0xffff;
      return packet;
    });
    this.#sent += 1;
    this.#frame = (this.#frame + 1) % this.#clip.frames.length;
    return packets;
  }
}

function byTimestamp(packets: readonly Buffer[]): Buffer[][] {
  const frames = new Map<number, Buffer[]>();
  for (const packet of packets) {
    const timestamp = packet.readUInt32BE(4);
    frames.set(timestamp, [...(frames.get(timestamp) ?? []), packet]);
  }
  return [...frames.values()];
}
