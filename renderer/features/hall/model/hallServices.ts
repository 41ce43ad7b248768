import type { StoreApi } from 'zustand/vanilla';
import type { UnitTelemetry } from '../../../hot/unitTelemetry.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { FeedReceiver } from '../../../media/feedReceiver.ts';
import type { Host, HostContext } from '../../../platform/host.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import type { RuleShelf } from '../../../rules/ruleShelf.ts';
import type { LastSession } from './rememberSession.ts';
import type { Ticker } from './ticker.ts';

/** Everything a window's components may ask of the hall and of the machine. */
export type HallServices = {
  readonly host: Host;
  readonly context: HostContext;
  readonly link: HallLink;
  readonly replica: HallReplica;
  readonly receiver: FeedReceiver;
  readonly telemetry: UnitTelemetry;
  readonly rules: RuleShelf;
  /** Null until the hall was reached once. */
  readonly lastSession: StoreApi<LastSession | null>;
  /** Beats four times a second while the window is open. */
  readonly ticker: Ticker;
  /** Idempotent. */
  close(): void;
};
