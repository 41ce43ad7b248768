import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { WindowRole } from '#protocol/ipc/calls.ts';
import type { Rectangle } from './displayFacts.ts';

export type WindowKind = {
  readonly role: WindowRole;
  readonly bounds: Rectangle;
  /** Absolute path of the role's preload file. */
  readonly preload: string;
  /** The storage partition all product windows share. */
  readonly partition: string;
  readonly devTools: boolean;
};

/** Every switch that keeps a page in its sandbox, spelled out although some are Electron's defaults. */
function webPreferences(options: Pick<WindowKind, 'partition' | 'devTools'>): WebPreferences {
  return {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    // Feeds start by themselves on a wall that nobody touches.
    autoplayPolicy: 'no-user-gesture-required',
    partition: options.partition,
    devTools: options.devTools,
  };
}

/** The options of a product window: a framed desk or a bare wall. */
export function windowOptions(kind: WindowKind): BrowserWindowConstructorOptions {
  const { role, bounds } = kind;
  const base: BrowserWindowConstructorOptions = {
    x: bounds.x,
    y: bounds.y,
    width: bounds.width,
    height: bounds.height,
    show: false,
    backgroundColor: '#000000',
    autoHideMenuBar: true,
    webPreferences: { ...webPreferences(kind), preload: kind.preload },
  };
  if (role === 'desk') return { ...base, minWidth: 960, minHeight: 600, backgroundColor: '#0b0e13' };
  return {
    ...base,
    frame: false,
    hasShadow: false,
    roundedCorners: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    skipTaskbar: true,
    // A window larger than what a window manager leaves beside its task bar.
    enableLargerThanScreen: true,
  };
}

/** The options of a panel that the desk moves into a window of its own. It has no bridge: its opener speaks for it. */
export function popoutOptions(options: Pick<WindowKind, 'partition' | 'devTools'>): BrowserWindowConstructorOptions {
  return {
    width: 1200,
    height: 800,
    backgroundColor: '#0b0e13',
    autoHideMenuBar: true,
    // Named although empty: a child window would otherwise take over its opener's preload.
    webPreferences: { ...webPreferences(options), preload: '' },
  };
}
