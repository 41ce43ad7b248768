/** A command of MANSRTSP (annex B), which comes in an INFO of the call. */
export type ReplayCommand =
  | { readonly verb: 'PAUSE' | 'TEARDOWN'; readonly sequence: string }
  | { readonly verb: 'PLAY'; readonly sequence: string; /** From the beginning of the recording, ms; null: from where it stands. */ readonly seekMs: number | null; /** Null: as fast as before. */ readonly scale: number | null };

/** Null: no such command. */
export function readReplayCommand(body: Buffer): ReplayCommand | null {
  const text = body.toString('utf8');
  const verb = /^(PLAY|PAUSE|TEARDOWN) (?:MANSRTSP|RTSP)\/1\.0/.exec(text)?.[1];
  const field = (name: string): string | undefined => new RegExp(`^${name}:\\s*(.+?)\\s*$`, 'im').exec(text)?.[1];
  const sequence = field('CSeq') ?? '0';
  if (verb === 'PAUSE' || verb === 'TEARDOWN') return { verb, sequence };
  if (verb !== 'PLAY') return null;
  const seek = /^npt=(\d+(?:\.\d+)?)-/i.exec(field('Range') ?? '')?.[1];
  const scale = Number(field('Scale'));
  return { verb, sequence, seekMs: seek === undefined ? null : Number(seek) * 1_000, scale: scale > 0 ? scale : null };
}

export function replayAnswer({ sequence }: ReplayCommand): Buffer {
  return Buffer.from(`MANSRTSP/1.0 200 OK\r\nCSeq: ${sequence}\r\n\r\n`);
}
