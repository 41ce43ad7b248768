import type { Purpose } from '#protocol/capabilities.ts';
import type { DeskBridge, Display, ServerAddress, Settings } from '#protocol/ipc/calls.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';

/** Who this window is and how it reaches its hall. */
export type HostContext = {
  readonly purpose: Purpose;
  readonly slotId: SlotId | null;
  /** Null until a hall is configured. In a browser the page's own origin. */
  readonly server: ServerAddress | { readonly url: string } | null;
  readonly token: string | null;
  readonly locale: 'zh-CN' | 'en';
  readonly streetsUrl: string | null;
  readonly appVersion: string;
  readonly deviceName: string;
};

/** What a window gets from the machine it runs on: Electron's main process, or a plain browser. */
export interface Host {
  context(): Promise<HostContext>;
  onContextChanged(listener: () => void): () => void;
  onIdentify(listener: (data: { label: string; forMs: number }) => void): () => void;
  log(level: 'info' | 'warn' | 'error', message: string): void;
  /** Only on a desk window of the app; null in a wall window and in a browser. */
  readonly desk: DeskHost | null;
}

export interface DeskHost {
  settings(): Promise<Settings>;
  saveSettings(settings: Settings, token?: string): Promise<Settings>;
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
