import { readFileSync } from 'node:fs';

/** What a program or library tells of the libsrtp in it: its version, and whose ciphers that one uses. */
export function srtpBuildOf(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch {
    return `libsrtp unknown (no ${file})`;
  }
  return describeSrtp(text);
}

/** `text`: the contents of the file, a character a byte. */
export function describeSrtp(text: string): string {
  const version = /libsrtp2? (\d+\.\d+\.\d+)/.exec(text)?.[1] ?? 'of unknown version';
  // Each back end names itself in the description of its AES-GCM.
  const backEnd = /AES-\d+ GCM using (\w+)/.exec(text)?.[1];
  return `libsrtp ${version}, ${backEnd === undefined ? 'ciphers unknown' : `ciphers of ${backEnd}`}`;
}
