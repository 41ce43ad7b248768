import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Relay } from './relay.ts';

const RELAY = '127.0.0.78';
const TARGET = '127.0.0.1';
const closers: (() => void)[] = [];

afterEach(() => closers.splice(0).forEach((close) => close()));

/** Answers each datagram with the port that it came from. */
async function portTeller(): Promise<number> {
  const socket = createSocket('udp4');
  closers.push(() => socket.close());
  socket.on('message', (_, from) => socket.send(String(from.port), from.port, from.address));
  socket.bind(0, TARGET);
  await once(socket, 'listening');
  return socket.address().port;
}

async function echoServer(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  closers.push(() => server.close());
  server.listen(0, TARGET);
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

async function relayTo(ports: { udpPorts?: number[]; tcpPorts?: number[] }): Promise<Relay> {
  const relay = await Relay.create({ listenHost: RELAY, targetHost: TARGET, udpPorts: [], tcpPorts: [], ...ports });
  closers.push(() => relay.close());
  return relay;
}

function client(port: number): { ask: (text: string) => void; answer: () => Promise<string> } {
  const socket = createSocket('udp4');
  closers.push(() => socket.close());
  return { ask: (text) => socket.send(text, port, RELAY), answer: async () => String((await once(socket, 'message'))[0]) };
}

describe('the relay', () => {
  it('stands between a client and its hall, who sees another address after a change of networks', async () => {
    const port = await portTeller();
    const relay = await relayTo({ udpPorts: [port] });
    const { ask, answer } = client(port);
    const told = async () => {
      const answered = answer();
      ask('who am I?');
      return answered;
    };
    const before = await told();
    expect(await told()).toBe(before);
    relay.switchNetwork();
    expect(await told()).not.toBe(before);
    expect(relay.counts).toEqual({ carried: 6, lost: 0 });
  });

  it('lets nothing through while it is cut', async () => {
    const port = await portTeller();
    const relay = await relayTo({ udpPorts: [port] });
    const { ask, answer } = client(port);
    relay.cut();
    const answered = answer();
    ask('lost');
    while (relay.counts.lost === 0) await new Promise((resolve) => setImmediate(resolve));
    relay.restore();
    ask('found');
    await answered;
    expect(relay.counts).toEqual({ carried: 2, lost: 1 });
  });

  it('carries a stream whole and in order over a lossy line', async () => {
    const port = await echoServer();
    const relay = await relayTo({ tcpPorts: [port] });
    relay.set({ lossShare: 0.02, delayMs: 5, jitterMs: 5 });
    const socket = connect(port, RELAY);
    const sent = Buffer.from(Array.from({ length: 60_000 }, (_, at) => at % 251));
    socket.write(sent);
    const parts: Buffer[] = [];
    for await (const part of socket) {
      parts.push(part as Buffer);
      if (Buffer.concat(parts).length === sent.length) break;
    }
    expect(Buffer.concat(parts).equals(sent)).toBe(true);
  });

  it('leaves the streams of a former network silent, and opens new ones', async () => {
    const port = await echoServer();
    const relay = await relayTo({ tcpPorts: [port] });
    const before = connect(port, RELAY);
    before.write('one');
    await once(before, 'data');
    relay.switchNetwork();
    let heard = false;
    before.on('data', () => (heard = true));
    before.write('two');
    const after = connect(port, RELAY);
    after.write('three');
    expect(String((await once(after, 'data'))[0])).toBe('three');
    expect(heard).toBe(false);
    before.destroy();
    after.destroy();
  });
});
