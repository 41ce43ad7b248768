import type { Steering } from '#protocol/media/recordings.ts';

export const MANSRTSP_TYPE = 'Application/MANSRTSP';

type Playing = { readonly speed: number; /** Where the playback begins, ms since the epoch. */ readonly from: number };

/** How a recording is steered (GB/T 28181 annex B): one request of RTSP in the body of an INFO. */
export function writeMansrtsp(steering: Steering, number: number, { speed, from }: Playing): Buffer {
  const lines = steering.kind === 'pause'
    ? ['PAUSE MANSRTSP/1.0', `CSeq: ${number}`, 'PauseTime: now']
    : ['PLAY MANSRTSP/1.0', `CSeq: ${number}`, `Scale: ${(steering.kind === 'speed' ? steering.speed : speed).toFixed(2)}`, `Range: npt=${steering.kind === 'seek' ? Math.max(0, Math.floor((steering.at - from) / 1_000)) : 'now'}-`];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}
