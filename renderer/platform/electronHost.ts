import { AppError, isErrorCode } from '#protocol/errors.ts';
import type { DeskBridge, WallBridge } from '#protocol/ipc/calls.ts';
import type { DeskHost, Host, PersonHost, WallHost } from './host.ts';

const MAX_LOG_LENGTH = 4_096;

/** A window of the app: main knows who it is and keeps its tokens. */
export function createElectronHost(options: { bridge: DeskBridge | WallBridge }): Host {
  const { bridge } = options;
  return {
    context: () => answered(bridge.call['window.context'](undefined)),
    onContextChanged: (listener) => bridge.on('context.changed', () => listener()),
    onIdentify: (listener) => bridge.on('display.identified', listener),
    log: (level, message) => {
      bridge.call['log.write']({ level, message: message.slice(0, MAX_LOG_LENGTH) }).catch(() => undefined);
    },
    person: isDeskBridge(bridge) ? personHost(bridge) : null,
    desk: isDeskBridge(bridge) ? deskHost(bridge) : null,
    wall: isDeskBridge(bridge) ? null : wallHost(bridge),
  };
}

/** A wall window's preload leaves the desk's calls out; main would refuse them as well. */
function isDeskBridge(bridge: DeskBridge | WallBridge): bridge is DeskBridge {
  return 'settings.get' in bridge.call;
}

function personHost(bridge: DeskBridge): PersonHost {
  return {
    keep: (token) => answered(bridge.call['person.keep']({ token })),
    forget: () => answered(bridge.call['person.forget'](undefined)),
    openBrowser: (url) => answered(bridge.call['browser.open']({ url })),
  };
}

function deskHost(bridge: DeskBridge): DeskHost {
  return {
    settings: () => answered(bridge.call['settings.get'](undefined)),
    saveSettings: (settings) => answered(bridge.call['settings.save']({ settings })),
    probe: (server) => answered(bridge.call['hall.probe']({ server })),
    enrol: async (server, code) => (await answered(bridge.call['machine.enrol']({ server, code }))).name,
    displays: () => answered(bridge.call['displays.list'](undefined)),
    onDisplaysChanged: (listener) => bridge.on('displays.changed', listener),
    identifyDisplays: () => answered(bridge.call['displays.identify'](undefined)),
  };
}

function wallHost(bridge: WallBridge): WallHost {
  return { reload: async () => (await answered(bridge.call['window.reload'](undefined))).granted };
}

/** An error crosses into the page as its message alone, which is main's code. */
async function answered<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : '';
    throw new AppError(isErrorCode(message) ? message : 'internal', { cause });
  }
}
