import type { ElectronRuntime, MediasoupWorker } from './part.ts';

export type { ElectronRuntime, MediasoupWorker } from './part.ts';

/** The Electron to run: as ELECTRON_OVERRIDE_DIST_PATH says, else official, else assembled. Throws, saying what to do, when there is none. */
export function electronRuntime(root?: string): ElectronRuntime;

/** What it is started with on a display: this process's environment, more, and a locale in which file names are UTF-8. */
export function electronEnvironment(display: string, more?: Readonly<Record<string, string | undefined>>): Record<string, string>;

/** The mediasoup worker to run: as MEDIASOUP_WORKER_BIN says, else official, else built. Throws, saying what to do, when there is none. */
export function mediasoupWorker(root?: string): MediasoupWorker;

/** Path of the Node that the project runs on. */
export function nodeExecutable(root?: string): string;
