import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config/schema.ts';
import { createSecretSeal } from '../keys/secretSeal.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { createApi } from '../outside/api/createApi.ts';
import { createHandlers } from '../outside/api/createHandlers.ts';
import { PartnerFiles } from '../outside/api/partnerFiles.ts';
import { createCourier } from '../outside/deliveries/courier.ts';
import { Deliveries } from '../outside/deliveries/deliveries.ts';
import { createPartners } from '../outside/partners/createPartners.ts';
import { PartnerKeyrings } from '../outside/partners/partnerKeyring.ts';
import type { HallClock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { FileShelf } from '../ports/pictures.ts';
import type { Rules } from '../ports/rules.ts';
import type { Session } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';
import type { TaskDesk } from '../ports/tasks.ts';
import type { Closers } from './closers.ts';

/** Other provinces' centres that exchange tasks with this hall. */
export function createOutsideRooms(options: {
  readonly config: Config;
  readonly folder: string;
  readonly log: HallLog;
  readonly journal: Journal;
  readonly stores: Stores;
  readonly rules: Rules;
  readonly shelf: FileShelf;
  readonly desk: TaskDesk;
  readonly clock: HallClock;
  readonly sessions: () => Iterable<Session>;
  readonly metrics: Registry;
  readonly logger: Logger;
  readonly closers: Closers;
}) {
  const { config, folder, log, journal, stores, rules, shelf, desk, clock, sessions, metrics, logger, closers } = options;
  const keyrings = new PartnerKeyrings({ store: stores.partners, seal: createSecretSeal(openSigningKey(folder, 'token').privateKey, 'partner keys') });
  const deliveries = Deliveries.create({
    log,
    journal,
    store: stores.partners,
    book: rules.book,
    keyrings,
    courier: createCourier(),
    clock,
    now: Date.now,
    random: Math.random,
    exercise: config.exercise,
    onStatus: (status) => {
      for (const session of sessions()) {
        if (session.capabilities.has('devices.manage') && session.courtCode === config.courtCode) session.notify('partner.statusChanged', status);
      }
    },
    metrics,
    logger: logger.child({ room: 'outside' }),
  });
  closers.push(() => deliveries.close());
  const handlers = createHandlers({ log, desk, book: rules.book, files: new PartnerFiles(shelf), store: stores.partners, keyrings, hallNow: () => clock.now(), now: Date.now });
  const services = createApi({ log, keyrings, handlers, onHeard: (partnerId) => deliveries.heard(partnerId), now: Date.now, logger: logger.child({ room: 'outside' }) });
  return { services, start: () => deliveries.start(), handlers: createPartners({ log, keyrings, traffic: deliveries, courtCode: config.courtCode, now: Date.now }).handlers };
}
