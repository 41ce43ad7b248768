import { spawn } from 'node:child_process';
import { nalUnits } from '../../media/ps/annexB.ts';

/** The access unit delimiter, with which every picture begins here. */
const AUD = 9;
const DELIMITER = Buffer.of(0, 0, 0, 1, AUD);
/** Pictures on their way through; one that gets lost there must not shift the times of all later ones for ever. */
const MOST_UNDER_WAY = 30;
const IVF_HEADER = (() => {
  const header = Buffer.alloc(32);
  header.write('DKIF', 0, 'latin1');
  header.writeUInt16LE(32, 6);
  header.write('VP80', 8, 'latin1');
  // The size is the decoder's to find; the times count in 90 kHz.
  header.writeUInt16LE(640, 12);
  header.writeUInt16LE(360, 14);
  header.writeUInt32LE(90_000, 16);
  header.writeUInt32LE(1, 20);
  return header;
})();
const ARGUMENTS = [
  '-hide_banner', '-loglevel', 'error', '-probesize', '32', '-analyzeduration', '0', '-f', 'ivf', '-i', 'pipe:0',
  '-an', '-fps_mode', 'passthrough', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '50', '-maxrate', '2M', '-bufsize', '2M',
  '-x264-params', 'aud=1:repeat-headers=1', '-f', 'h264', 'pipe:1',
];

export interface Transcoder {
  /** Dropped while the program is behind. */
  push(frame: Buffer, timestamp: number): void;
  /** Idempotent. */
  close(): void;
}

/** VP8, which no platform above knows, to H.264. `onEnded` is called once, not after `close`. */
export function createTranscoder({ onPicture, onEnded }: { readonly onPicture: (units: readonly Buffer[], timestamp: number) => void; readonly onEnded: (said: string) => void }): Transcoder {
  const child = spawn('ffmpeg', ARGUMENTS, { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } });
  const times: number[] = [];
  let rest = Buffer.alloc(0);
  let said = '';
  let closed = false;
  const end = (): void => {
    if (!closed) onEnded(said.trim());
    closed = true;
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-1_000)));
  child.stdin.on('error', () => undefined);
  child.once('error', (error) => {
    said += error.message;
    end();
  });
  child.once('close', end);
  child.stdout.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    // A picture is whole when the next one begins: one picture late, which nobody above sees.
    for (let next = rest.indexOf(DELIMITER, 1); next > 0; next = rest.indexOf(DELIMITER, 1)) {
      picture(rest.subarray(0, next));
      rest = rest.subarray(next);
    }
  });
  const picture = (bytes: Buffer): void => {
    const timestamp = times.shift();
    const units = nalUnits(bytes).filter((unit) => (unit[0]! & 0x1f) !== AUD);
    if (timestamp !== undefined && units.length > 0) onPicture(units, timestamp);
  };
  child.stdin.write(IVF_HEADER);
  return {
    push: (frame, timestamp) => {
      if (closed || child.stdin.writableLength > 1_000_000) return;
      times.push(timestamp);
      if (times.length > MOST_UNDER_WAY) times.shift();
      const head = Buffer.alloc(12);
      head.writeUInt32LE(frame.length, 0);
      head.writeBigUInt64LE(BigInt(timestamp), 4);
      child.stdin.write(Buffer.concat([head, frame]));
    },
    close: () => {
      closed = true;
      child.kill('SIGKILL');
    },
  };
}
