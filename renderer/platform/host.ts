import type { Purpose } from '#protocol/capabilities.ts';
import type { DeskBridge, Display, HallProbe, ServerAddress, Settings } from '#protocol/ipc/calls.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';

/** Who this window is and how it reaches its hall. */
export type HostContext = {
  readonly purpose: Purpose;
  readonly slotId: SlotId | null;
  /** Null until a hall is configured. In a browser the page's own origin. */
  readonly server: ServerAddress | { readonly url: string } | null;
  /** The machine's own token: a wall's, a unit's, an observer's. Null in a desk window of the app. */
  readonly token: string | null;
  /** The signed-in person's token; null while nobody is signed in, and in windows that are no desk. */
  readonly personToken: string | null;
  /** Whether the machine is enrolled with this hall, so that its walls may show. */
  readonly enrolled: boolean;
  readonly locale: 'zh-CN' | 'en';
  readonly streetsUrl: string | null;
  /** What this window may receive, kbit/s; null: unlimited. */
  readonly videoBudgetKbit: number | null;
  /** Times its page was loaded anew at its own wish since the program started. */
  readonly reloads: number;
  readonly appVersion: string;
  readonly deviceName: string;
};

/** What a window gets from the machine it runs on: Electron's main process, or a plain browser. */
export interface Host {
  context(): Promise<HostContext>;
  onContextChanged(listener: () => void): () => void;
  onIdentify(listener: (data: { label: string; forMs: number }) => void): () => void;
  log(level: 'info' | 'warn' | 'error', message: string): void;
  /** Where people sign in; null in a wall window. */
  readonly person: PersonHost | null;
  /** Only on a desk window of the app; null in a wall window and in a browser. */
  readonly desk: DeskHost | null;
  /** Only on a wall window of the app. */
  readonly wall: WallHost | null;
}

export interface WallHost {
  /** Has the page loaded anew; answers whether it will be. Errors: AppError. */
  reload(): Promise<boolean>;
}

/** Who sits here. Each change is told through `onContextChanged`. */
export interface PersonHost {
  /** Until the program ends, or the tab is closed. */
  keep(token: string): Promise<void>;
  forget(): Promise<void>;
  /** Opens the identity provider's page. Errors: AppError (badInput, tooManyRequests). */
  openBrowser(url: string): Promise<void>;
}

/** Errors of every call: AppError with the code that main refused it with. */
export interface DeskHost {
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<Settings>;
  /** What is at an address that is not saved yet. */
  probe(server: ServerAddress): Promise<HallProbe>;
  /** Exchanges the machine's one-time code for its token; answers what the hall calls the machine. Errors: codeInvalid, forbidden, tooManyRequests, disconnected, timedOut. */
  enrol(server: ServerAddress, code: string): Promise<string>;
  displays(): Promise<Display[]>;
  onDisplaysChanged(listener: (displays: Display[]) => void): () => void;
  identifyDisplays(): Promise<void>;
}

declare global {
  interface Window {
    /** Put there by the preload; absent in a browser. A wall window's bridge lacks the desk's calls. */
    readonly bridge?: DeskBridge;
  }
}
