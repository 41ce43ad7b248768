const BYTES = 28;
const SENDER_REPORT = 200;
const NTP_EPOCH_S = 2_208_988_800;

/** An RTCP sender report (RFC 3550, 6.4.1): which moment an RTP time stamp stands for. `atMs`: since the epoch. */
export function senderReport({ ssrc, atMs, timestamp, packets, bytes }: { readonly ssrc: number; readonly atMs: number; readonly timestamp: number; readonly packets: number; readonly bytes: number }): Buffer {
  const report = Buffer.alloc(BYTES);
  report[0] = 0x80;
  report[1] = SENDER_REPORT;
  report.writeUInt16BE(BYTES / 4 - 1, 2);
  report.writeUInt32BE(ssrc, 4);
  const seconds = atMs / 1_000 + NTP_EPOCH_S;
  report.writeUInt32BE(Math.floor(seconds) >>> 0, 8);
  report.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), 12);
  report.writeUInt32BE(timestamp >>> 0, 16);
  report.writeUInt32BE(packets >>> 0, 20);
  report.writeUInt32BE(bytes >>> 0, 24);
  return report;
}
