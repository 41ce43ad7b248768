import { readRtpHeader } from '../../ingest/rtpPacket.ts';

const STAP_A = 24;
const FU_A = 28;

/** The NAL units of a raw H.264 file. */
export function nalUnitsOf(file: Buffer): Buffer[] {
  const starts: { at: number; from: number }[] = [];
  for (let at = file.indexOf('000001', 0, 'hex'); at >= 0; at = file.indexOf('000001', at + 3, 'hex')) {
    starts.push({ at: at > 0 && file[at - 1] === 0 ? at - 1 : at, from: at + 3 });
  }
  return starts.map(({ from }, index) => file.subarray(from, starts[index + 1]?.at ?? file.length));
}

/** One access unit for each slice of a stream that has one slice a picture. */
export function accessUnitsOf(units: readonly Buffer[]): Buffer[][] {
  const pictures: Buffer[][] = [];
  let next: Buffer[] = [];
  for (const unit of units) {
    next.push(unit);
    const type = unit.readUInt8(0) & 0x1f;
    if (type === 1 || type === 5) {
      pictures.push(next);
      next = [];
    }
  }
  return pictures;
}

/** Puts NAL units together again from RTP packets (RFC 6184, mode 1) that come in order. */
export function createUnitReader(onUnit: (unit: Buffer) => void): (packet: Buffer) => void {
  let pieces: Buffer[] = [];
  return (packet) => {
    const header = readRtpHeader(packet);
    if (header === null) throw new Error('no RTP');
    const payload = packet.subarray(header.payloadStart, header.payloadEnd);
    const type = payload.readUInt8(0) & 0x1f;
    if (type === STAP_A) {
      for (let at = 1; at + 2 <= payload.length; at += 2 + payload.readUInt16BE(at)) onUnit(payload.subarray(at + 2, at + 2 + payload.readUInt16BE(at)));
    } else if (type === FU_A) {
      const piece = payload.readUInt8(1);
      if ((piece & 0x80) !== 0) pieces = [Buffer.from([(payload.readUInt8(0) & 0xe0) | (piece & 0x1f)])];
      if (pieces.length > 0) pieces.push(payload.subarray(2));
      if ((piece & 0x40) !== 0 && pieces.length > 0) {
        onUnit(Buffer.concat(pieces));
        pieces = [];
      }
    } else onUnit(payload);
  };
}
