import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How the system starts programs when somebody signs in; `setLoginItem` is Electron's, for systems that have a list of their own. */
type System = {
  readonly platform: NodeJS.Platform;
  /** Where Linux desktops look (`~/.config/autostart`). */
  readonly folder: string;
  /** The program as it was started now. */
  readonly executable: string;
  readonly setLoginItem: (openAtLogin: boolean) => void;
};

/** A wall machine starts with the system, so that it is back after a power failure; any other one does not. Errors: as the file system's. */
export function keepAutostart({ platform, folder, executable, setLoginItem }: System, wanted: boolean): void {
  if (platform !== 'linux') {
    setLoginItem(wanted);
    return;
  }
  const file = path.join(folder, 'command-hall-wall.desktop');
  const entry = ['[Desktop Entry]', 'Type=Application', 'Name=执行指挥中心大屏', `Exec="${executable.replaceAll(/(["`$\\])/g, '\\$1')}"`, 'X-GNOME-Autostart-enabled=true', ''].join('\n');
  if (!wanted) {
    rmSync(file, { force: true });
  } else if (contentOf(file) !== entry) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, entry);
  }
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
