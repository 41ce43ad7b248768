import type { CourtCode } from '#protocol/nouns/ids.ts';

/** One platform above, as the settings name it; spans in seconds. */
export type UpwardSetting = {
  /** Its own number and domain. */
  readonly id: string;
  readonly realm: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
  /** The hall's number there. */
  readonly localId: string;
  /** Null: the hall's number. */
  readonly username: string | null;
  readonly password: string;
  /** It is told of the pictures of these courts and those below them. */
  readonly courts: readonly CourtCode[];
  readonly expires: number;
  readonly keepAlive: number;
};
