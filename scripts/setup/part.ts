/** The words that the parts of the set-up share. Types only: nothing here exists at run time. */

/** A part that is there: its version, and in a few words where it came from. */
export type Found = { readonly state: 'found'; readonly version: string; readonly from: string };

/** A part that is not: why, and one sentence saying how to mend it. */
export type Missing = { readonly state: 'missing'; readonly why: string; readonly mend: string };

export type PartState = Found | Missing;

/** Names of the parts, as the command table and the doctor use them. */
export type PartName =
  | 'dependencies'
  | 'node'
  | 'media tools'
  | 'desktop libraries'
  | 'virtual displays'
  | 'electron'
  | 'mediasoup worker'
  | 'postgresql'
  | 'chromium'
  | 'sip tester';

/** One thing the program needs on a machine. */
export interface Part {
  readonly name: PartName;
  /** Looks, quickly and without changing anything. */
  check(): PartState;
  /** Brings the part, or throws an error whose message says what to do. Called only after `check` said missing. */
  bring(progress: Progress): Promise<void>;
}

/**
 * One package of the system. `names` are the names that releases of the distribution gave it, newest last; where a
 * command is named, having that from anywhere else is just as good.
 */
export type Requirement = { readonly names: readonly string[]; readonly command?: string };

/** Where a long step says how far it is. */
export interface Progress {
  /** A line that stays. */
  say(line: string): void;
  /** How far the running step is; replaces the last such line, or is thinned out where lines cannot be replaced. */
  update(line: string): void;
  /** Ends the replaceable line, if there is one. */
  settle(): void;
}

/** An Electron that can be started. */
export type ElectronRuntime = {
  readonly dir: string;
  readonly executable: string;
  readonly version: string;
  readonly from: string;
};

/** A mediasoup worker that can be started. */
export type MediasoupWorker = { readonly path: string; readonly version: string; readonly from: string };
