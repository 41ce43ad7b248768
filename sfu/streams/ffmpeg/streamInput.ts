import type { Program } from './program.ts';
import { HeadedPipe } from './headedPipe.ts';

/** Where ffmpeg and ffprobe read a stream: what stands before `-i`, and what is written to their standard input. */
export type StreamInput = {
  readonly arguments: readonly string[];
  readonly body: string | HeadedPipe;
  readonly secrets: readonly string[];
  /** How H.264 gets its parameter sets into the stream, as a player that comes late needs them. */
  readonly parameterSets: 'dump_extra=freq=keyframe' | 'h264_mp4toannexb';
};

/** Gives a program its input. `last`: nobody reads the stream from its beginning after this. */
export function feedProgram(program: Pick<Program, 'stdin'>, { body }: StreamInput, options: { readonly last: boolean }): void {
  if (body instanceof HeadedPipe) body.read(program.stdin, options);
  else program.stdin.end(body);
}

/** Over which an address may lead; ffmpeg opens no file for anybody. */
const PROTOCOLS = 'pipe,rtsp,rtsps,rtp,srtp,tcp,udp,tls,crypto,srt';

/**
 * An address with a secret in it, as a script on standard input: a command line is there for every user of the machine to read.
 * `options`: of ffmpeg's protocol and demuxer.
 */
export function scriptedInput({ address, options, secrets }: { readonly address: string; readonly options: Readonly<Record<string, string>>; readonly secrets: readonly string[] }): Omit<StreamInput, 'parameterSets'> {
  const lines = ['ffconcat version 1.0', `file ${quoted(address)}`, ...Object.entries(options).map(([name, value]) => `option ${name} ${quoted(value)}`)];
  return {
    arguments: ['-f', 'concat', '-safe', '0', '-protocol_whitelist', PROTOCOLS, '-i', 'pipe:0'],
    body: `${lines.join('\n')}\n`,
    secrets,
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll('\n', '').replaceAll("'", "'\\''")}'`;
}
