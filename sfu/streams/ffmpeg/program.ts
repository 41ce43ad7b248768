import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

const KEPT_STDERR = 4_000;
/** Part of Debian's util-linux: the kernel ends the program when the hall dies, however it dies. */
const SETPRIV = '/usr/bin/setpriv';

export type ProgramOptions = {
  readonly name: 'ffmpeg' | 'ffprobe';
  readonly arguments: readonly string[];
  /** Never to be repeated, whatever the program says. */
  readonly secrets: readonly string[];
};

/** A program that runs. */
export interface Program {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** The end of what it said on standard error, without secrets. */
  said(): string;
  /** Resolves with the exit code, null when it was killed or never started. */
  readonly ended: Promise<number | null>;
  /** At once. Idempotent. */
  kill(): void;
}
export type RunProgram = (options: ProgramOptions) => Program;

/** No shell, and nothing of the hall's own environment. */
export const runProgram: RunProgram = ({ name, arguments: words, secrets }) => {
  const guarded = existsSync(SETPRIV);
  const [command, given] = guarded ? [SETPRIV, ['--pdeathsig', 'KILL', '--', name, ...words]] : [name, [...words]];
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(command, given, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(-KEPT_STDERR);
  });
  // It may end before it has read everything; why, its exit says.
  child.stdin.on('error', () => undefined);
  child.stdout.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      text += error.message;
      resolve(null);
    });
    child.once('close', (code) => resolve(code));
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    said: () => withoutSecrets(text, secrets).trim(),
    ended,
    kill: () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    },
  };
};

/** Also as an address writes them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => (secret === '' ? [] : [secret, encodeURIComponent(secret)]));
  return [...new Set(forms)].toSorted((left, right) => right.length - left.length).reduce((clean, form) => clean.replaceAll(form, '…'), text);
}
