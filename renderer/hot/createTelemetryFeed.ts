import type { HallLink } from '../link/hallLink.ts';
import type { HallReplica } from '../replica/hallReplica.ts';
import type { UnitTelemetry } from './unitTelemetry.ts';

const AGEING_INTERVAL_MS = 1_000;
const RETRY_MS = 1_000;

export interface TelemetryFeed {
  /** Frames that could not be read since the window opened. */
  readonly badFrames: number;
  /** Stops the frames and the ageing; the columns keep their last state. Idempotent. */
  close(): void;
}

/** Keeps the columns filled: positions from the link's binary frames, names and presence from the replica. */
export function createTelemetryFeed(options: { link: HallLink; replica: HallReplica; telemetry: UnitTelemetry }): TelemetryFeed {
  const { link, replica, telemetry } = options;
  let badFrames = 0;
  let followedSessionId: string | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let asking = false;

  const follow = async (sessionId: string): Promise<void> => {
    try {
      await link.request('telemetry.follow', { enabled: true });
    } catch {
      if (!closed && sessionId === followedSessionId) {
        retry = setTimeout(() => void follow(sessionId), RETRY_MS);
      }
    }
  };
  /** False when everything has to be asked for again. */
  const read = (bytes: Uint8Array): boolean => {
    try {
      const followed = telemetry.receive(bytes, Date.now());
      asking &&= !followed;
      return followed;
    } catch {
      badFrames += 1;
      // What follows on it says so itself.
      return true;
    }
  };
  const followSession = (): void => {
    const session = link.state.getState().session;
    const sessionId = session?.sessionId ?? null;
    if (sessionId === followedSessionId) {
      return;
    }
    followedSessionId = sessionId;
    clearTimeout(retry);
    telemetry.restart();
    asking = false;
    if (sessionId !== null && session?.capabilities.includes('telemetry.follow')) {
      void follow(sessionId);
    }
  };

  const undo = [
    link.onBinary((bytes) => {
      if (!read(bytes) && !asking && followedSessionId !== null) {
        // Told once; what comes until the hall has answered follows on what was missed, too.
        asking = true;
        void follow(followedSessionId);
      }
    }),
    replica.state.subscribe((state, before) => {
      if (state.units !== before.units || state.synced !== before.synced) {
        // A hall that started anew may number its units anew: until its list is here, a row could land on the wrong unit.
        telemetry.setUnits(state.units.values(), { numbered: state.synced });
      }
    }),
    link.state.subscribe(followSession),
  ];
  const ageing = setInterval(() => telemetry.refreshStates(Date.now()), AGEING_INTERVAL_MS);
  telemetry.setUnits(replica.state.getState().units.values(), { numbered: replica.state.getState().synced });
  followSession();

  return {
    get badFrames() {
      return badFrames;
    },
    close() {
      if (closed) {
        return;
      }
      closed = true;
      clearTimeout(retry);
      clearInterval(ageing);
      for (const end of undo) {
        end();
      }
      if (link.state.getState().phase === 'online') {
        link.request('telemetry.follow', { enabled: false }).catch(() => undefined);
      }
    },
  };
}
