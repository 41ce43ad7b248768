import type { SourceFault } from '#protocol/media/sources.ts';

/** Why a stream is not carried, or no longer; `message` is for people and holds no secret. */
export class StreamFault extends Error {
  override readonly name = 'StreamFault';
  readonly fault: SourceFault;
  /** For how long nothing had come. */
  readonly silentForMs: number;

  constructor(fault: SourceFault, detail: string, silentForMs = 0) {
    super(detail);
    this.fault = fault;
    this.silentForMs = silentForMs;
  }
}

/** What ffmpeg says when it fails, by what it means; the first that fits. */
const SAYINGS: readonly (readonly [RegExp, SourceFault])[] = [
  [/failed to execute|ENOENT/, 'noProgram'],
  [/\b401\b|\b403\b|Unauthorized|Forbidden/, 'refusedLogin'],
  [/\b404\b|\b454\b|Not Found/i, 'notFound'],
  [/Address already in use|Cannot assign requested address/i, 'noPort'],
  [/Connection refused|No route to host|Network is unreachable|Host is unreachable|not known|name resolution|Failed to resolve|Connection reset/i, 'unreachable'],
  [/timed out/i, 'timedOut'],
  [/Unknown (en|de)coder|not currently supported|Could not find codec|Decoder .* not found/i, 'codec'],
];

/** A program that ended by itself. `said`: the end of its standard error, without secrets. */
export function faultOfProgram(said: string, otherwise: SourceFault): StreamFault {
  const fault = SAYINGS.find(([saying]) => saying.test(said))?.[1] ?? otherwise;
  // Places in its memory tell nobody anything.
  return new StreamFault(fault, said.replace(/\[[^\]\n]* @ 0x[^\]\n]*\]\s*/g, '').slice(-500));
}
