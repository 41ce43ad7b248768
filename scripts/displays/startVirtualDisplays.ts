import path from 'node:path';
import { virtualDisplaysPart } from '../setup/system/packages.mjs';
import { layOut, modeName, type Output, type Region } from './layout.ts';
import { runTool } from './tool.ts';
import { xorgConfig } from './xorgConfig.ts';
import { XServer } from './xServer.ts';

const xrandrLimitMs = 10_000;
/** A wall of sixteen full-HD displays is 33 million pixels to fetch and compress. */
const photographLimitMs = 60_000;

/** A wall of displays that no monitor shows. */
export interface VirtualDisplays {
  /** Value of DISPLAY for programs that are to appear there. */
  readonly display: string;
  /** All displays from left to right, plugged or not. */
  readonly outputs: readonly Output[];
  /** Takes a display away, as if its cable were pulled. If it was the leftmost, the others move left, as on any desktop. */
  unplug(name: string): Promise<void>;
  /** Brings a display back to its place, and the others to theirs. */
  plug(name: string): Promise<void>;
  /** Writes a picture of the whole wall, of one display (by name) or of a region to a file, PNG unless its name says otherwise. */
  photograph(file: string, part?: string | Region): Promise<void>;
  /** Ends the X server. May be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts one X server with several displays of one size side by side, all plugged.
 *
 * @throws an Error naming what to install when the machine has no X server with the dummy driver
 */
export async function startVirtualDisplays({
  count,
  width = 1920,
  height = 1080,
}: {
  readonly count: number;
  readonly width?: number;
  readonly height?: number;
}): Promise<VirtualDisplays> {
  const outputs = layOut({ count, width, height });
  const installed = virtualDisplaysPart.check();
  if (installed.state === 'missing') throw new Error(`Virtual displays need an X server: ${installed.why}. ${installed.mend}`);

  const server = await XServer.create(xorgConfig(outputs));
  const { display } = server;
  const named = (name: string): Output => {
    const output = outputs.find((candidate) => candidate.name === name);
    if (output === undefined) throw new Error(`There is no display ${name}; there are ${outputs.map((candidate) => candidate.name).join(', ')}.`);
    return output;
  };
  const xrandr = async (...args: string[]): Promise<void> => {
    await runTool('xrandr', args, { display, limitMs: xrandrLimitMs });
  };

  const unplugged = new Set<string>();

  return {
    display,
    outputs,
    unplug: async (name) => {
      await xrandr('--output', named(name).name, '--off');
      unplugged.add(name);
    },
    plug: async (name) => {
      unplugged.delete(named(name).name);
      await xrandr(...outputs.filter((output) => !unplugged.has(output.name)).flatMap(inPlace));
    },
    photograph: async (file, part) => {
      const region = typeof part === 'string' ? named(part) : part;
      const crop = region === undefined ? [] : ['-crop', `${region.width}x${region.height}+${region.x}+${region.y}`, '+repage'];
      const target = path.extname(file) === '' ? `png:${file}` : file;
      // Quick compression: walls are large, and pictures of them are looked at once.
      const compression = ['-define', 'png:compression-level=2'];
      await runTool('import', ['-silent', '-window', 'root', ...crop, ...compression, target], { display, limitMs: photographLimitMs });
    },
    close: () => server.close(),
  };
}

function inPlace(output: Output): string[] {
  return ['--output', output.name, '--mode', modeName(output), '--pos', `${output.x}x${output.y}`];
}
