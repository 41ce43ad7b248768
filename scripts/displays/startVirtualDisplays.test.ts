import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeExecutable } from '../setup/index.mjs';
import { virtualDisplaysPart } from '../setup/system/packages.mjs';
import { scratchFolder } from '../setup/scratchFolder.ts';
import { startVirtualDisplays } from './startVirtualDisplays.ts';

const isInstalled = virtualDisplaysPart.check().state === 'found';

describe.runIf(isInstalled)('startVirtualDisplays', () => {
  it('shows, unplugs, plugs and photographs displays, beside another such server', async () => {
    const wall = await startVirtualDisplays({ count: 2, width: 640, height: 480 });
    onTestFinished(() => wall.close());
    const other = await startVirtualDisplays({ count: 1, width: 640, height: 480 });
    onTestFinished(() => other.close());
    expect(other.display).not.toBe(wall.display);
    expect(plugged(wall.display)).toEqual(['DUMMY0 640x480+0+0', 'DUMMY1 640x480+640+0']);
    await wall.unplug('DUMMY0');
    expect(plugged(wall.display)).toEqual(['DUMMY1 640x480+0+0']);
    await wall.plug('DUMMY0');
    expect(plugged(wall.display)).toEqual(['DUMMY0 640x480+0+0', 'DUMMY1 640x480+640+0']);
    await expect(wall.unplug('DUMMY7')).rejects.toThrow('there are DUMMY0, DUMMY1');

    const folder = scratchFolder();
    const pictures = { whole: undefined, one: 'DUMMY1', corner: { x: 600, y: 0, width: 80, height: 40 } };
    const sizes = Object.entries(pictures).map(async ([name, part]) => {
      const file = path.join(folder, `${name}.png`);
      await wall.photograph(file, part);
      return pngSize(file);
    });
    expect(await Promise.all(sizes)).toEqual([[1280, 480], [640, 480], [80, 40]]);

    await wall.close();
    await wall.close();
    expect(existsSync(socketOf(wall.display))).toBe(false);
  });

  it('does not outlive a process that was killed', async () => {
    const script = `import { startVirtualDisplays } from ${JSON.stringify(path.join(import.meta.dirname, 'startVirtualDisplays.ts'))};
      console.log((await startVirtualDisplays({ count: 1, width: 640, height: 480 })).display); setInterval(() => {}, 1000);`;
    const child = spawn(nodeExecutable(), ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const display = await new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())));
    expect(existsSync(socketOf(display))).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => existsSync(socketOf(display)), { timeout: 15_000 }).toBe(false);
  });
});

function plugged(display: string): string[] {
  const listing = execFileSync('xrandr', ['-d', display], { encoding: 'utf8' });
  return [...listing.matchAll(/^(DUMMY\d+) connected (?:primary )?(\d+x\d+\+\d+\+\d+)/gm)].map((match) => `${match[1]} ${match[2]}`);
}

function socketOf(display: string): string {
  return `/tmp/.X11-unix/X${display.slice(1)}`;
}

/** Width and height stand at fixed places in a PNG's first chunk. */
function pngSize(file: string): [number, number] {
  const header = readFileSync(file);
  return [header.readUInt32BE(16), header.readUInt32BE(20)];
}
