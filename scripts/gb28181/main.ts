import path from 'node:path';
import { Film, FilmError } from './media/film.ts';
import { OptionError, readOptions, USAGE, type Options } from './options.ts';
import { SimulatedDevice } from './simulatedDevice.ts';
import { trackedPlace } from './trackedPlace.ts';

const FILMS = path.resolve(import.meta.dirname, '../../.cache/gb28181');
const FIRST_TONE_HZ = 440;
const TONE_STEP_HZ = 60;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return say(USAGE);
  const source = await Film.create({ codec: options.codec, folder: FILMS });
  const devices = await Promise.all(options.devices.map((_, index) => startDevice(options, index, source)));
  const alarms = options.alarmEveryMs === null ? null : setInterval(() => devices.forEach((device) => void device.alarm('模拟一键报警')), options.alarmEveryMs);
  devices.forEach((device) => void device.registerAtLast());
  await ended(options.forMs);
  if (alarms !== null) clearInterval(alarms);
  await Promise.all(devices.map((device) => device.close()));
}

function startDevice(options: Options, index: number, source: Film): Promise<SimulatedDevice> {
  const device = options.devices[index]!;
  const { position, isMoving } = options;
  return SimulatedDevice.create({
    ...options, ...device, source,
    toneHz: options.isSilent ? null : FIRST_TONE_HZ + (index % 24) * TONE_STEP_HZ,
    place: () => (position === null ? null : trackedPlace({ ...position, isMoving, index, now: Date.now() })),
    log: (line) => say(`${new Date().toLocaleTimeString('zh-CN', { hour12: false })} ${device.id} ${line}\n`),
  });
}

function ended(withinMs: number | null): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (withinMs !== null) setTimeout(resolve, withinMs);
  });
}

function say(text: string): void {
  process.stdout.write(text);
}

/** What happened, in words for who runs it. */
function wordsOf(error: unknown): string {
  if (error instanceof OptionError) return `${error.message}\n（--help 列出全部选项）\n`;
  if (error instanceof FilmError) return `${error.message}\n`;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'ECONNREFUSED') return '平台没有在该地址和端口上监听 TCP，请核对 --server\n';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return '找不到平台的地址，请核对 --server\n';
  return `${error instanceof Error ? error.stack : String(error)}\n`;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(wordsOf(error));
    process.exit(error instanceof OptionError ? 2 : 1);
  },
);
