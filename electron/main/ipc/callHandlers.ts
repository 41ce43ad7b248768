import type { CallOutput, Display, HallProbe, ServerAddress, Settings } from '#protocol/ipc/calls.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { Log } from '../services/log.ts';
import type { CallHandlers } from './registerCalls.ts';

/** What the handlers need of the rest of main. */
export interface HallMachine {
  readonly settings: () => Settings;
  /** Stores, applies, and answers with what is in force then. */
  readonly save: (settings: Settings) => Promise<Settings>;
  /** The machine's token for the hall that is set now. */
  readonly token: () => string | null;
  /** The signed-in person's token for the hall that is set now. */
  readonly personToken: () => string | null;
  readonly keepPerson: (token: string) => void;
  readonly forgetPerson: () => void;
  readonly probe: (server: ServerAddress) => Promise<HallProbe>;
  /** Exchanges a one-time code for the machine's token and answers what the hall calls the machine. */
  readonly enrol: (server: ServerAddress, code: string) => Promise<string>;
  readonly openBrowser: (url: string) => Promise<void>;
  readonly displays: () => Display[];
  readonly identify: () => void;
  /** What this window may receive, kbit/s; null: unlimited. */
  readonly videoBudgetKbit: () => number | null;
  /** Loads a wall's page anew; false when that was done not long ago. */
  readonly reloadWall: (slotId: SlotId | null) => boolean;
  /** How often that was done. */
  readonly reloadsOf: (slotId: SlotId | null) => number;
  readonly appVersion: string;
  readonly deviceName: string;
  readonly log: Log;
}

export function callHandlers(machine: HallMachine): CallHandlers {
  return {
    'window.context': (_input, caller): CallOutput<'window.context'> => {
      const { server, locale, streetsUrl } = machine.settings();
      return {
        purpose: caller.role,
        slotId: caller.slotId,
        server,
        token: caller.role === 'wall' ? machine.token() : null,
        personToken: caller.role === 'desk' ? machine.personToken() : null,
        enrolled: machine.token() !== null,
        locale,
        streetsUrl,
        videoBudgetKbit: machine.videoBudgetKbit(),
        reloads: machine.reloadsOf(caller.slotId),
        appVersion: machine.appVersion,
        deviceName: machine.deviceName,
      };
    },
    'settings.get': () => machine.settings(),
    'settings.save': ({ settings }) => machine.save(settings),
    'hall.probe': ({ server }) => machine.probe(server),
    'machine.enrol': async ({ server, code }) => ({ name: await machine.enrol(server, code) }),
    'person.keep': ({ token }) => {
      machine.keepPerson(token);
      return undefined;
    },
    'person.forget': () => {
      machine.forgetPerson();
      return undefined;
    },
    'browser.open': async ({ url }) => {
      await machine.openBrowser(url);
      return undefined;
    },
    'displays.list': () => machine.displays(),
    'displays.identify': () => {
      machine.identify();
      return undefined;
    },
    'window.reload': (_input, caller) => ({ granted: machine.reloadWall(caller.slotId) }),
    'log.write': ({ level, message }, caller) => {
      machine.log[level]({ window: caller.slotId ?? caller.role }, message);
      return undefined;
    },
  };
}
