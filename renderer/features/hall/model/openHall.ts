import { createTelemetryFeed } from '../../../hot/createTelemetryFeed.ts';
import { UnitTelemetry } from '../../../hot/unitTelemetry.ts';
import { createHallLink } from '../../../link/createHallLink.ts';
import { createFeedReceiver } from '../../../media/createFeedReceiver.ts';
import type { Host, HostContext } from '../../../platform/host.ts';
import { createHallReplica } from '../../../replica/createHallReplica.ts';
import { createRuleShelf } from '../../../rules/createRuleShelf.ts';
import type { HallServices } from './hallServices.ts';
import { rememberSession } from './rememberSession.ts';
import { createTicker } from './ticker.ts';

/** Opens everything a window needs of its hall; null while it has no hall, or no token: a desk a person's, any other window the machine's. */
export function openHall(host: Host, context: HostContext): HallServices | null {
  const token = context.purpose === 'desk' ? context.personToken : context.token;
  if (context.server === null || token === null) {
    return null;
  }
  const link = createHallLink({
    url: context.server.url,
    token,
    purpose: context.purpose,
    slotId: context.purpose === 'wall' ? context.slotId : null,
    clientName: context.deviceName,
    clientVersion: context.appVersion,
    log: (message, cause) => host.log('warn', `link: ${message}: ${String(cause)}`),
  });
  const replica = createHallReplica({ link, log: (message, cause) => host.log('error', `replica: ${message}: ${String(cause)}`) });
  const telemetry = new UnitTelemetry();
  const telemetryFeed = createTelemetryFeed({ link, replica, telemetry });
  const rules = createRuleShelf({ link });
  const receiver = createFeedReceiver({ link, replica });
  const ticker = createTicker({ now: () => Date.now(), onError: (error) => host.log('error', `a beat failed: ${String(error)}`) });
  return {
    host,
    context,
    link,
    replica,
    receiver,
    telemetry,
    rules,
    lastSession: rememberSession(link),
    ticker,
    close: () => {
      ticker.close();
      receiver.close();
      telemetryFeed.close();
      rules.close();
      replica.close();
      link.close();
    },
  };
}
