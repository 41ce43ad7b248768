import { z } from 'zod';
import { faultOfProgram, StreamFault } from '../streamFault.ts';
import type { RunProgram } from './program.ts';
import { feedProgram, type StreamInput } from './streamInput.ts';

const LOOK_WITHIN_MS = 20_000;
const MAX_REPORT_BYTES = 256 * 1024;

const report = z.object({
  streams: z.array(z.object({
    codec_type: z.string().optional(),
    codec_name: z.string().optional(),
    profile: z.string().optional(),
    pix_fmt: z.string().optional(),
    level: z.number().optional(),
    has_b_frames: z.number().optional(),
    sample_rate: z.string().optional(),
    channels: z.number().optional(),
  })).default([]),
});
/** What ffprobe tells of a stream, in its own words. */
export type StreamReport = z.infer<typeof report>;

/** Looks at the beginning of a stream. Errors: StreamFault. */
export async function probe(run: RunProgram, input: StreamInput, signal: AbortSignal): Promise<StreamReport> {
  const program = run({ name: 'ffprobe', arguments: ['-v', 'error', '-print_format', 'json', '-show_streams', ...input.arguments], secrets: input.secrets });
  let text = '';
  program.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(0, MAX_REPORT_BYTES);
  });
  const stop = (): void => program.kill();
  signal.addEventListener('abort', stop, { once: true });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, LOOK_WITHIN_MS);
  feedProgram(program, input, { last: false });
  try {
    const code = await program.ended;
    if (late) throw new StreamFault('timedOut', program.said());
    if (code !== 0) throw faultOfProgram(program.said(), 'failed');
    return readReport(text);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    program.stdin.destroy();
  }
}

function readReport(text: string): StreamReport {
  try {
    return report.parse(JSON.parse(text));
  } catch {
    throw new StreamFault('failed', 'ffprobe: no report');
  }
}
