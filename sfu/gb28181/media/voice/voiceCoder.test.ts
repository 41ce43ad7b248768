import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { encodeALaw } from './encodeALaw.ts';
import { VoiceCoder } from './voiceCoder.ts';

/** ITU-T G.711, the other way. */
function decodeALaw(code: number): number {
  const turned = code ^ 0x55;
  const segment = (turned & 0x70) >> 4;
  const mantissa = turned & 0x0f;
  const linear = segment === 0 ? (mantissa << 1) + 1 : ((mantissa + 16.5) * 2 ** segment);
  return ((turned & 0x80) === 0 ? -linear : linear) / 4_096;
}

/** How strong one frequency is in the samples, as the amplitude of its sine. */
function amplitude(samples: readonly number[], frequencyHz: number): number {
  let [cosine, sine] = [0, 0];
  samples.forEach((sample, index) => {
    const angle = (2 * Math.PI * frequencyHz * index) / 8_000;
    cosine += sample * Math.cos(angle);
    sine += sample * Math.sin(angle);
  });
  return (2 / samples.length) * Math.hypot(cosine, sine);
}

it('A-law keeps every level within its step', () => {
  for (let sample = -1; sample <= 1; sample += 0.001) {
    expect(Math.abs(decodeALaw(encodeALaw(sample)) - sample)).toBeLessThanOrEqual(Math.max(0.0006, Math.abs(sample) / 25));
  }
  // As the recommendation has them: silence, and the loudest of either side.
  expect([encodeALaw(0), encodeALaw(1), encodeALaw(-1)]).toEqual([0xd5, 0xaa, 0x2a]);
});

it('a tone that is spoken is the tone that the device plays, as loud', async () => {
  const coder = await VoiceCoder.create({ ssrc: 5 });
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const packets: Buffer[] = [];
  socket.on('message', (datagram) => packets.push(...coder.packets(datagram)));
  const encoder = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', 'sine=frequency=1000:sample_rate=48000:duration=1,volume=4', '-ac', '1', '-c:a', 'libopus', '-f', 'rtp', `rtp://127.0.0.1:${socket.address().port}?rtcpport=${socket.address().port}`], { stdio: 'ignore' });
  await once(encoder, 'exit');
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.close();
  coder.free();
  expect(packets.length).toBeGreaterThan(35);
  expect(packets.every((packet) => packet.length === 172 && (packet[1]! & 0x7f) === 8 && packet.readUInt32BE(8) === 5)).toBe(true);
  expect(packets.map((packet) => packet.readUInt32BE(4))).toEqual(packets.map((_, index) => index * 160));
  const samples = packets.slice(10, 35).flatMap((packet) => [...packet.subarray(12)].map(decodeALaw));
  // ffmpeg's sine is an eighth of full scale; four times that is a half.
  expect(amplitude(samples, 1_000)).toBeGreaterThan(0.4);
  expect(amplitude(samples, 1_000)).toBeLessThan(0.6);
  for (const other of [300, 700, 1_500, 2_000, 3_000]) expect(amplitude(samples, other)).toBeLessThan(0.02);
});
