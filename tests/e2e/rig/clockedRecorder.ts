import type { Heard } from '../../../scripts/gb28181/media/ear.ts';
import type { PictureSource } from '../../../scripts/gb28181/media/pictures.ts';
import { SimulatedDevice, type DeviceOptions } from '../../../scripts/gb28181/simulatedDevice.ts';
import type { Place } from '../../../scripts/gb28181/words/answers.ts';
import { ClockedEncoder } from './clockedEncoder.ts';
import { clockedFilm } from './clockedFilm.ts';
import { followPictures } from './followPictures.ts';

const KEY_FRAME = 5;
const START_CODE = Buffer.from([0, 0, 0, 1]);
const HEARTBEAT_EVERY_MS = 2_000;
const SERVER = { id: '35000000002000000001', realm: '3500000000', host: '127.0.0.1' };

const USUAL = { name: '执法记录仪', password: '', protocol: 'UDP', edition: '2016', recordedDays: 0, voiceWay: 'udp', behindNat: false, lossPercent: 0, expiresS: 3_600, heartbeatMs: HEARTBEAT_EVERY_MS, fault: null } as const;

export type RecorderOptions = { readonly unitId: string; readonly deviceId: string; readonly channelId: string; readonly hallPort: number; readonly toneHz: number } & Partial<Pick<DeviceOptions, 'edition' | 'behindNat' | 'protocol' | 'voiceWay' | 'recordedDays'>>;

/** A recorder of GB/T 28181 (the simulated one) whose pictures carry its unit's clock. */
export class ClockedRecorder {
  readonly #encoder: ClockedEncoder;
  readonly #whereabouts: { place: Place | null };
  readonly #lines: readonly string[];
  readonly #device: SimulatedDevice;

  private constructor(parts: { encoder: ClockedEncoder; device: SimulatedDevice; whereabouts: { place: Place | null }; lines: readonly string[] }) {
    this.#encoder = parts.encoder;
    this.#whereabouts = parts.whereabouts;
    this.#device = parts.device;
    this.#lines = parts.lines;
  }

  static async create({ unitId, deviceId, channelId, hallPort, toneHz, ...kind }: RecorderOptions): Promise<ClockedRecorder> {
    const encoder = ClockedEncoder.start({ unitId, toneHz: null, output: ['-f', 'h264', 'pipe:1'] });
    const whereabouts: { place: Place | null } = { place: null };
    const lines: string[] = [];
    const device = await SimulatedDevice.create({
      ...USUAL, id: deviceId, server: { ...SERVER, port: hallPort }, channels: [{ id: channelId, name: '主画面' }], source: await clockedSource(encoder, unitId), toneHz,
      place: () => whereabouts.place, log: (line) => void lines.push(line), ...kind,
    });
    return new ClockedRecorder({ encoder, device, whereabouts, lines });
  }

  /** How the media of its calls went, as it sees it. */
  get calls(): readonly string[] {
    return this.#device.ways;
  }

  /** That are up now. */
  get openCalls(): number {
    return this.#device.openCalls;
  }

  /** What it says of itself. */
  get lines(): string {
    return this.#lines.join('\n');
  }

  /** Of the latest voice that it was given. */
  heard(): Heard | null {
    return this.#device.heard();
  }

  /** Answers the status. */
  register(password: string): Promise<number | null> {
    return this.#device.register(password);
  }

  async tellPosition([longitudeDeg, latitudeDeg]: readonly [number, number]): Promise<void> {
    this.#whereabouts.place = { longitudeDeg, latitudeDeg, speedKmh: 18, directionDeg: 90 };
    await this.#device.tellPosition();
  }

  /** Tells it twice, as recorders do when the first answer was lost; it does not say where. */
  async alarm(words: string): Promise<void> {
    this.#whereabouts.place = null;
    await this.#device.alarm(words, { times: 2 });
  }

  /** As when its battery is pulled: no more picture, no heartbeat, no answer, no farewell. Idempotent. */
  async vanish(): Promise<void> {
    this.#device.vanish();
    await this.#encoder.kill();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.vanish();
    await this.#device.close();
  }
}

/** Many recorders that send one clock's pictures; `close` ends them all. */
export async function recorderCrowd({ unitId, hallPort, password, numbers }: { readonly unitId: string; readonly hallPort: number; readonly password: string; readonly numbers: readonly { readonly deviceId: string; readonly channelId: string }[] }) {
  const encoder = ClockedEncoder.start({ unitId, toneHz: null, output: ['-f', 'h264', 'pipe:1'] });
  const source = await clockedSource(encoder, unitId);
  const devices = await Promise.all(numbers.map(({ deviceId, channelId }) => SimulatedDevice.create({
    ...USUAL, id: deviceId, password, server: { ...SERVER, port: hallPort }, channels: [{ id: channelId, name: '主画面' }], source, toneHz: null, place: () => null, log: () => undefined,
  })));
  return {
    devices,
    close: async (): Promise<void> => {
      await Promise.all(devices.map((device) => device.close()));
      await encoder.kill();
    },
  };
}

async function clockedSource(encoder: ClockedEncoder, unitId: string): Promise<PictureSource> {
  const pictures = await followPictures(encoder);
  return {
    codec: 'h264',
    live: (onPicture) => pictures.follow((units) => {
      const isKeyFrame = units.some((unit) => (unit.readUInt8(0) & 0x1f) === KEY_FRAME);
      onPicture({ bytes: Buffer.concat((isKeyFrame ? [...pictures.sets, ...units] : units).flatMap((unit) => [START_CODE, unit])), isKeyFrame });
    }),
    recordedAt: clockedFilm(unitId),
  };
}
