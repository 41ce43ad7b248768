import type { DeskBridge, WallBridge } from '#protocol/ipc/calls.ts';
import type { DeskHost, Host } from './host.ts';

const MAX_LOG_LENGTH = 4_096;

/** A window of the app: main knows who it is and keeps its token. */
export function createElectronHost(options: { bridge: DeskBridge | WallBridge }): Host {
  const { bridge } = options;
  return {
    context: () => bridge.call['window.context'](undefined),
    onContextChanged: (listener) => bridge.on('context.changed', () => listener()),
    onIdentify: (listener) => bridge.on('display.identified', listener),
    log: (level, message) => {
      bridge.call['log.write']({ level, message: message.slice(0, MAX_LOG_LENGTH) }).catch(() => undefined);
    },
    desk: isDeskBridge(bridge) ? deskHost(bridge) : null,
  };
}

/** A wall window's preload leaves the desk's calls out; main would refuse them as well. */
function isDeskBridge(bridge: DeskBridge | WallBridge): bridge is DeskBridge {
  return 'settings.get' in bridge.call;
}

function deskHost(bridge: DeskBridge): DeskHost {
  return {
    settings: () => bridge.call['settings.get'](undefined),
    saveSettings: (settings, token) => bridge.call['settings.save'](token === undefined ? { settings } : { settings, token }),
    displays: () => bridge.call['displays.list'](undefined),
    onDisplaysChanged: (listener) => bridge.on('displays.changed', listener),
    identifyDisplays: () => bridge.call['displays.identify'](undefined),
  };
}
