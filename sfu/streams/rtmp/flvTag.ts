const HEADER_BYTES = 11;

/** The beginning of an FLV file that has picture and sound. */
export const FLV_HEADER = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]);

/** One RTMP message as FLV. `at`: ms. */
export function flvTag({ type, at, bytes }: { readonly type: number; readonly at: number; readonly bytes: Buffer }): Buffer {
  const tag = Buffer.alloc(HEADER_BYTES + bytes.length + 4);
  const time = at >>> 0;
  tag.writeUInt8(type, 0);
  tag.writeUIntBE(bytes.length, 1, 3);
  tag.writeUIntBE(time & 0xff_ff_ff, 4, 3);
  tag.writeUInt8(time >>> 24, 7);
  bytes.copy(tag, HEADER_BYTES);
  tag.writeUInt32BE(HEADER_BYTES + bytes.length, HEADER_BYTES + bytes.length);
  return tag;
}
