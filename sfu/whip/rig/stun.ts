import { createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { crc32 } from 'node:zlib';

/** What an ICE agent answers to a connectivity check with these credentials (RFC 8489): `error`, or `silence` within half a second, if it refuses. */
export function bindingAnswer({ port, username, password }: { readonly port: number; readonly username: string; readonly password: string }): Promise<'success' | 'error' | 'silence'> {
  const attributes = Buffer.concat([
    attribute(0x0006, Buffer.from(username)),
    attribute(0x0024, Buffer.from([0x6e, 0xff, 0xff, 0xff])),
    attribute(0x802a, randomBytes(8)),
  ]);
  const header = Buffer.alloc(20);
  header.writeUInt16BE(0x0001, 0);
  // The length counts the integrity that is still to come.
  header.writeUInt16BE(attributes.length + 24, 2);
  header.writeUInt32BE(0x2112_a442, 4);
  randomBytes(12).copy(header, 8);
  const signed = Buffer.concat([header, attributes]);
  const whole = Buffer.concat([signed, attribute(0x0008, createHmac('sha1', password).update(signed).digest())]);
  whole.writeUInt16BE(whole.length - 20 + 8, 2);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(whole) ^ 0x5354_554e) >>> 0);
  const request = Buffer.concat([whole, attribute(0x8028, fingerprint)]);
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    const finish = (answer: 'success' | 'error' | 'silence') => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => finish('silence'), 500);
    socket.on('message', (answer) => finish(answer.readUInt16BE(0) === 0x0101 ? 'success' : 'error'));
    socket.send(request, port, '127.0.0.1');
  });
}

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + 4 * Math.ceil(value.length / 4));
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}
