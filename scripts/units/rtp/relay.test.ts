import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { Relay, ssrcOf } from './relay.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) {
    socket.close();
  }
});

async function aSocket(): Promise<{ socket: Socket; port: number; received: number[] }> {
  const socket = createSocket('udp4');
  open.push(socket);
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const received: number[] = [];
  socket.on('message', (packet) => received.push(ssrcOf(packet) ?? -1));
  return { socket, port: socket.address().port, received };
}

async function aRelay(): Promise<Relay> {
  const relay = await Relay.create();
  open.push(relay);
  return relay;
}

function aPacket(ssrc: number, kind: 'rtp' | 'rtcp' = 'rtp'): Buffer {
  const packet = Buffer.alloc(28);
  packet[0] = 0x80;
  packet[1] = kind === 'rtp' ? 0x80 | 101 : 200;
  packet.writeUInt32BE(ssrc, kind === 'rtp' ? 8 : 4);
  return packet;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('the relay', () => {
  it('sends each track, with its reports, to its own port', async () => {
    const [relay, sender, video, audio] = await Promise.all([aRelay(), aSocket(), aSocket(), aSocket()]);
    relay.aim(new Map([[7, { host: '127.0.0.1', port: video.port }], [8, { host: '127.0.0.1', port: audio.port }]]));
    for (const packet of [aPacket(7), aPacket(8), aPacket(7, 'rtcp'), aPacket(9), Buffer.from('stray'), aPacket(8, 'rtcp')]) {
      sender.socket.send(packet, relay.localPort, '127.0.0.1');
    }
    await until(() => video.received.length === 2 && audio.received.length === 2);
    expect(video.received).toEqual([7, 7]);
    expect(audio.received).toEqual([8, 8]);
    expect(relay.packets).toBe(4);
  });

  it('drops while it has no aim and follows a hall that moved', async () => {
    const [relay, sender, first, second] = await Promise.all([aRelay(), aSocket(), aSocket(), aSocket()]);
    sender.socket.send(aPacket(7), relay.localPort, '127.0.0.1');
    relay.aim(new Map([[7, { host: '127.0.0.1', port: first.port }]]));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = first.received.length;
    relay.aim(new Map([[7, { host: '127.0.0.1', port: second.port }]]));
    sender.socket.send(aPacket(7), relay.localPort, '127.0.0.1');
    await until(() => second.received.length === 1);
    expect(first.received.length).toBe(before);
  });
});
