import type { Connections, Secrets } from '../ports/identity.ts';
import type { HallLog } from '../ports/log.ts';
import type { Stores } from '../ports/stores.ts';

/** What the people's room works with. */
export type PeopleOptions = {
  readonly log: HallLog;
  readonly stores: Stores;
  readonly secrets: Pick<Secrets, 'newPassword'>;
  readonly connections: Connections;
  readonly now: () => number;
};
