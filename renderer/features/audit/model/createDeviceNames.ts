import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WireEntry } from '#protocol/nouns/log.ts';
import type { HallLink } from '../../../link/hallLink.ts';

/**
 * Names of devices by subject (`device/0190…`), out of the log itself: the hall's state has devices only for those who manage
 * them, and whoever audits does not.
 */
export type DeviceNames = {
  readonly state: StoreApi<ReadonlyMap<string, string>>;
  /** Takes the names that entries tell. */
  readonly learn: (entries: readonly WireEntry[]) => void;
  /** Asks the log what these are called, each once. */
  readonly want: (subjects: readonly string[]) => void;
};

/** Between two questions: names come second to what people ask for, and to the hall a flood is a flood. */
const PAUSE_MS = 40;

export function createDeviceNames({ link }: { link: HallLink }): DeviceNames {
  const state = createStore<ReadonlyMap<string, string>>(() => new Map());
  const asked = new Set<string>();
  const waiting: string[] = [];
  let running = false;

  const learn = (entries: readonly WireEntry[]): void => {
    const before = state.getState();
    const added = entries.flatMap(namesIn).filter(([subject]) => !before.has(subject));
    if (added.length > 0) {
      state.setState(new Map([...before, ...added]), true);
    }
  };
  const run = async (): Promise<void> => {
    if (running) {
      return;
    }
    running = true;
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      try {
        learn((await link.request('audit.query', { filter: { subject, names: ['device.enrolled'] }, limit: 1 })).entries);
      } catch {
        // Without its name a device is called by its id; the next page asks again.
        asked.delete(subject);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    running = false;
  };
  return {
    state,
    learn,
    want: (subjects) => {
      const known = state.getState();
      for (const subject of subjects) {
        if (subject.startsWith('device/') && !known.has(subject) && !asked.has(subject)) {
          asked.add(subject);
          waiting.push(subject);
        }
      }
      void run();
    },
  };
}

function namesIn({ name, subject, data, actor }: WireEntry): (readonly [string, string])[] {
  const enrolled = name === 'device.enrolled' && typeof data === 'object' && data !== null && 'name' in data && typeof data.name === 'string' ? [[subject, data.name] as const] : [];
  return actor.kind === 'device' ? [...enrolled, [`device/${actor.deviceId}`, actor.name]] : enrolled;
}
