import type { Logger } from 'pino';
import type { Feeds } from '../ports/feeds.ts';
import type { ViewingGrants } from '../ports/grants.ts';
import type { Admit, ConnectionBook } from '../ports/identity.ts';
import type { Service } from '../ports/page.ts';
import type { StandardMedia } from '../ports/standardMedia.ts';
import type { Units } from '../ports/units.ts';
import { createStandardService } from './http/standardService.ts';
import { WhepDesk } from './whepDesk.ts';
import { WhipDesk } from './whipDesk.ts';

/** Of an encoder that names no camera. */
const DEFAULT_LABEL = '编码器';

type Options = {
  readonly media: StandardMedia;
  readonly feeds: Pick<Feeds, 'open'>;
  readonly units: Pick<Units, 'attend'>;
  readonly admit: Admit;
  readonly connections: ConnectionBook;
  readonly grants: ViewingGrants;
  readonly now: () => number;
  readonly log: Logger;
};

/** WHIP and WHEP, for the hall's web server. `close` ends every encoder's and player's connection. */
export function createStandards({ media, feeds, units, admit, connections, grants, now, log }: Options): { readonly services: readonly Service[]; close(): void } {
  const whip = new WhipDesk({ media, feeds, units, admit, connections, defaultLabel: DEFAULT_LABEL, log });
  const whep = new WhepDesk({ media, grants });
  return {
    services: [createStandardService({ prefix: '/whip', desk: whip, now, log }), createStandardService({ prefix: '/whep', desk: whep, now, log })],
    close: () => {
      whip.close();
      whep.close();
    },
  };
}
