import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { NUMBERS } from './peer.ts';

/** H.264 and Opus as ffmpeg makes them, packet by packet, for as long as it is not closed. */
export async function startTestPicture(onPacket: (kind: 'video' | 'audio', packet: Buffer) => void): Promise<{ close(): void }> {
  const open = async (kind: 'video' | 'audio') => {
    const socket = createSocket('udp4');
    socket.on('message', (packet) => {
      const payloadType = (packet[1] ?? 0) & 0x7f;
      if (payloadType === NUMBERS[kind]) onPacket(kind, packet);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return socket;
  };
  const video = await open('video');
  const audio = await open('audio');
  const target = (socket: typeof video): string => `rtp://127.0.0.1:${socket.address().port}?rtcpport=9&pkt_size=1200`;
  const program = spawn('ffmpeg', [
    '-v', 'error', '-nostdin', '-re',
    '-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=15',
    '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000',
    '-map', '0:v', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p', '-profile:v', 'baseline', '-g', '15', '-bsf:v', 'dump_extra',
    '-ssrc', String(NUMBERS.videoSsrc), '-payload_type', String(NUMBERS.video), '-f', 'rtp', target(video),
    '-map', '1:a', '-c:a', 'libopus', '-ac', '2', '-ssrc', String(NUMBERS.audioSsrc), '-payload_type', String(NUMBERS.audio), '-f', 'rtp', target(audio),
  ], { stdio: ['ignore', 'ignore', 'inherit'] });
  program.on('error', () => undefined);
  return {
    close: () => {
      program.kill('SIGKILL');
      video.close();
      audio.close();
    },
  };
}
