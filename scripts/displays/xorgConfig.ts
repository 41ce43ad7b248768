import { modeName, wallSize, type Output } from './layout.ts';

/** Blanking around the picture. Nothing ever reads this signal; it only has to be a mode the server accepts. */
const blanking = { columns: [48, 80, 160], rows: [3, 8, 31] } as const;
const refreshHz = 60;

/** Configuration of an X server that has these displays and no hardware at all: no card, no monitor, no input. */
export function xorgConfig(outputs: readonly Output[]): string {
  const first = outputs[0];
  if (first === undefined) throw new RangeError('A wall without displays has no configuration.');
  const size = wallSize(outputs);
  return [
    section('ServerFlags', [
      // Leave whatever this machine really has to whoever uses it.
      option('AutoAddDevices', 'false'),
      option('AutoEnableDevices', 'false'),
      option('AutoAddGPU', 'false'),
      option('DontVTSwitch', 'true'),
      // A wall never sleeps.
      ...['BlankTime', 'StandbyTime', 'SuspendTime', 'OffTime'].map((name) => option(name, '0')),
    ]),
    section('Device', ['Identifier "wall"', 'Driver "dummy"', `VideoRam ${videoRamKiB(size)}`]),
    ...outputs.map(monitorSection),
    section('Screen', [
      'Identifier "wall"',
      'Device "wall"',
      `Monitor "${first.name}"`,
      'DefaultDepth 24',
      'SubSection "Display"',
      '  Depth 24',
      `  Virtual ${size.width} ${size.height}`,
      `  Modes "${modeName(first)}"`,
      'EndSubSection',
    ]),
  ].join('\n');
}

/** The server gives a monitor section to the output of the same name, so every display is on and in place from the start. */
function monitorSection(output: Output): string {
  return section('Monitor', [
    `Identifier "${output.name}"`,
    'HorizSync 1-2000',
    'VertRefresh 1-1000',
    modeline(output),
    option('PreferredMode', modeName(output)),
    option('Position', `${output.x} ${output.y}`),
    option('Enable', 'true'),
  ]);
}

/** `Modeline "name" clock(MHz) columns… rows…`: what is shown, then start and end of the sync pulse, then the total. */
export function modeline(size: { width: number; height: number }): string {
  const columns = [size.width, ...blanking.columns.map((more) => size.width + more)];
  const rows = [size.height, ...blanking.rows.map((more) => size.height + more)];
  const clockMHz = ((columns.at(-1) ?? 0) * (rows.at(-1) ?? 0) * refreshHz) / 1e6;
  return `Modeline "${modeName(size)}" ${clockMHz.toFixed(2)} ${columns.join(' ')} ${rows.join(' ')}`;
}

/** Four bytes a pixel, and room to spare for what the server keeps beside the picture. */
function videoRamKiB({ width, height }: { width: number; height: number }): number {
  return Math.max(64 * 1024, Math.ceil((width * height * 4 * 2) / 1024));
}

function option(name: string, value: string): string {
  return `Option "${name}" "${value}"`;
}

function section(name: string, lines: readonly string[]): string {
  return [`Section "${name}"`, ...lines.map((line) => `  ${line}`), 'EndSection', ''].join('\n');
}
