import type { GbChannel } from '#protocol/media/sources.ts';

/** What the GB/T 28181 room knows of devices that came to it. */
export interface GbDirectory {
  /** Devices and channels that were heard of, named by a source or not. */
  channels(): readonly GbChannel[];
  /** What a device has to be told; null while the hall speaks no GB/T 28181. */
  server(): { readonly id: string; readonly realm: string; readonly host: string; readonly port: number } | null;
}
