import { PassThrough, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { HeadedPipe } from './headedPipe.ts';

const read = (reader: PassThrough): string => String(reader.read() ?? '');

it('is read twice from its beginning, and ends for whoever reads', () => {
  const pipe = new HeadedPipe(() => expect.unreachable());
  pipe.write(Buffer.from('ab'));
  const look = new PassThrough();
  pipe.read(look, { last: false });
  pipe.write(Buffer.from('cd'));
  expect(read(look)).toBe('abcd');
  const last = new PassThrough();
  pipe.read(last, { last: true });
  pipe.write(Buffer.from('ef'));
  expect(read(last)).toBe('abcdef');
  pipe.end();
  pipe.end();
  pipe.write(Buffer.from('gh'));
  expect([look.writableEnded, last.writableEnded]).toEqual([true, true]);
  const late = new PassThrough();
  pipe.read(late, { last: false });
  expect(late.writableEnded).toBe(true);
});

it('holds no more than it may: for nobody who looks, and for nobody who is slow', () => {
  for (const slow of [false, true]) {
    let overflows = 0;
    const pipe = new HeadedPipe(() => (overflows += 1));
    if (slow) pipe.read(new Writable({ highWaterMark: 1, write: () => undefined }), { last: true });
    for (let mega = 0; mega < 15; mega++) pipe.write(Buffer.alloc(1_048_576));
    expect(overflows).toBe(0);
    for (let mega = 0; mega < 5; mega++) pipe.write(Buffer.alloc(1_048_576));
    expect(overflows).toBe(1);
  }
});
