import type { CallOutput, Display, Settings } from '#protocol/ipc/calls.ts';
import type { Log } from '../services/log.ts';
import type { CallHandlers } from './registerCalls.ts';

/** What the handlers need of the rest of main. */
export interface HallMachine {
  readonly settings: () => Settings;
  /** Stores, applies, and answers with what is in force then. */
  readonly save: (settings: Settings, token: string | null) => Promise<Settings>;
  readonly token: () => string | null;
  readonly displays: () => Display[];
  readonly identify: () => void;
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
        token: machine.token(),
        locale,
        streetsUrl,
        appVersion: machine.appVersion,
        deviceName: machine.deviceName,
      };
    },
    'settings.get': () => machine.settings(),
    'settings.save': ({ settings, token }) => machine.save(settings, token ?? null),
    'displays.list': () => machine.displays(),
    'displays.identify': () => {
      machine.identify();
      return undefined;
    },
    'log.write': ({ level, message }, caller) => {
      machine.log[level]({ window: caller.slotId ?? caller.role }, message);
      return undefined;
    },
  };
}
