import type { ChildProcess } from 'node:child_process';

const STOP_WITHIN_MS = 5_000;
const owned = new Set<() => Promise<unknown>>();

/** Whatever becomes of the bench that started it, `endOwnChildren` ends this. Returns what lets go of it again. */
export function ownUntilEnded(end: () => Promise<unknown>): () => void {
  owned.add(end);
  return () => owned.delete(end);
}

/** Whatever becomes of the bench that started it, `endOwnChildren` ends this child. */
export function ownChild(child: ChildProcess): void {
  child.once('exit', ownUntilEnded(() => endChild(child)));
}

/** Asks a child to end, and ends it when it does not. Resolves when it is gone; at once when it is already. */
export async function endChild(child: ChildProcess, ask: () => void = () => child.kill('SIGTERM')): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return;
  }
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  ask();
  await gone;
  clearTimeout(force);
}

/** For a run that was stopped in the middle. */
export async function endOwnChildren(): Promise<void> {
  await Promise.all([...owned].map((end) => end()));
}
