import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { FLV_HEADER, flvTag } from './flvTag.ts';
import { GuardedRtmp } from './guardedRtmp.ts';

/** The version and both halves of a simple handshake. */
const HANDSHAKE = Buffer.concat([Buffer.from([3]), Buffer.alloc(1_536), Buffer.alloc(1_536)]);

function connection(names: readonly string[] = []) {
  const messages: { type: number; at: number; bytes: Buffer }[] = [];
  const asked: string[] = [];
  const rtmp = new GuardedRtmp({
    write: () => undefined,
    onPublish: (name) => {
      asked.push(name);
      return names.includes(name);
    },
    onMessage: ({ type, at, bytes }) => messages.push({ type, at, bytes: Buffer.from(bytes) }),
  });
  rtmp.receive(HANDSHAKE);
  return { rtmp, messages, asked };
}

/** One message in one chunk. */
function message(type: number, body: Buffer, { at = 0, claims = body.length }: { at?: number; claims?: number } = {}): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt8(4, 0);
  head.writeUIntBE(at, 1, 3);
  head.writeUIntBE(claims, 4, 3);
  head.writeUInt8(type, 7);
  return Buffer.concat([head, body]);
}
const number = (value: number) => {
  const bytes = Buffer.alloc(9);
  bytes.writeDoubleBE(value, 1);
  return bytes;
};
const text = (value: string) => Buffer.concat([Buffer.from([2, 0, value.length]), Buffer.from(value)]);
const publish = (name: string, verb = 'publish') => message(20, Buffer.concat([text(verb), number(5), Buffer.from([5]), text(name)]));

describe('an RTMP connection', () => {
  it('hands on what a publisher sends that may, and nothing before', () => {
    const { rtmp, messages, asked } = connection(['key']);
    rtmp.receive(message(9, Buffer.from('early')));
    expect(messages).toEqual([]);
    rtmp.receive(publish('key?a=b'));
    expect(asked).toEqual(['key']);
    rtmp.receive(message(9, Buffer.from('picture'), { at: 40 }));
    expect(messages).toEqual([{ type: 9, at: 40, bytes: Buffer.from('picture') }]);
  });

  it('is cut when it does not know a key, wants to watch, or publishes twice', () => {
    expect(() => connection(['key']).rtmp.receive(publish('other'))).toThrow('refused');
    expect(() => connection(['key']).rtmp.receive(publish('key', 'play'))).toThrow('refused');
    const { rtmp } = connection(['key']);
    rtmp.receive(publish('key'));
    expect(() => rtmp.receive(publish('key'))).toThrow('refused');
  });

  it('makes the hall keep and do no more than an encoder needs', () => {
    expect(() => connection().rtmp.receive(message(1, Buffer.from([0, 0, 0, 0])))).toThrow('bad chunk size');
    expect(() => connection().rtmp.receive(message(9, Buffer.from('x'), { claims: 0xff_ff_ff }))).toThrow('message too large');
    const { rtmp } = connection();
    expect(() => {
      for (let index = 0; index < 1_000; index++) rtmp.receive(message(18, Buffer.alloc(100)));
    }).toThrow('too much before a name');
  });

  it('lets no stranger write to the console', () => {
    const written = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    try {
      connection().rtmp.receive(message(20, Buffer.concat([text('nonsense'), number(1), Buffer.from([0xee])])));
    } catch {
      // Cut or not: what counts is what was written.
    }
    expect(written).not.toHaveBeenCalled();
    written.mockRestore();
  });

  it('ends of garbage in one way: it is cut', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4_000 }), fc.boolean(), (garbage, published) => {
      const { rtmp, messages } = connection(['key']);
      if (published) rtmp.receive(publish('key'));
      const cut = (): unknown => {
        try {
          rtmp.receive(Buffer.from(garbage));
          return new Error('not yet');
        } catch (error) {
          return error;
        }
      };
      expect(cut()).toBeInstanceOf(Error);
      expect(published || messages.length === 0).toBe(true);
    }), { numRuns: 500 });
  });
});

describe('FLV', () => {
  it('writes a tag as its readers want it, times above 2²⁴ ms too', () => {
    const bytes = randomBytes(300);
    const tag = flvTag({ type: 9, at: 0x12_34_56_78, bytes });
    expect(FLV_HEADER.toString('latin1', 0, 3)).toBe('FLV');
    expect([tag.readUInt8(0), tag.readUIntBE(1, 3), tag.readUIntBE(4, 3), tag.readUInt8(7)]).toEqual([9, 300, 0x34_56_78, 0x12]);
    expect(tag.subarray(11, 311)).toEqual(bytes);
    expect(tag.readUInt32BE(311)).toBe(311);
  });
});
