import type { ActOf } from '#protocol/scenario/acts.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { Scenario } from '#protocol/scenario/scenario.ts';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { newCommandId } from '../../../sfu/operator/commandLine.ts';
import type { HallLink } from '../../../renderer/link/hallLink.ts';
import { openLink, type ExerciseHall } from '../hall/openLink.ts';
import type { Camera, IngestTracks } from './cameras.ts';
import { placeOnWay, type Way } from './route.ts';
import { ScenarioError } from './resolveInput.ts';

type Unit = Scenario['units'][number];
type Options = { readonly unit: Unit; readonly hall: ExerciseHall; readonly token: string; /** Hall time, ms since the epoch. */ readonly now: () => number; /** Resolves when the hall knows that it is gone. */ readonly seenGone: () => Promise<void>; /** Resolves when its pictures are there. */ readonly seenLive: (feedId: FeedId) => Promise<void>; /** What its camera sends; null: nothing, it is only there. */ readonly camera: Camera | null };

const CAMERA_LABEL = '主摄像头';
const ONLY_THERE: IngestTracks = [{ mimeType: 'video/VP8', payloadType: 101, ssrc: 1 }];
const GOOD_NETWORK = { bars: 4, accuracyM: 8, lostPercent: 0 };
/** What it measured while its network was gone, and sends when it is back. */
const KEPT_FIXES = 30;

type Press = { readonly pressedAt: number; readonly text: string };

/** A field unit as the hall sees it: one socket, positions, a battery, a button, a camera. */
export class UnitPlayer {
  readonly #options: Options;
  #link: HallLink | null = null;
  #way: Way;
  #network = GOOD_NETWORK;
  #battery: { readonly percent: number; readonly charging: boolean };
  #camera: boolean;
  #ingestId: string | null = null;
  #kept: Uint8Array<ArrayBuffer>[] = [];
  #presses: Press[] = [];
  #sent = 0;
  #sentAt = 0;

  private constructor(options: Options) {
    const { unit, now } = options;
    this.#options = options;
    this.#way = { points: [unit.at], speedMps: 0, startedAt: now() };
    this.#battery = { percent: unit.batteryPercent, charging: unit.charging ?? false };
    this.#camera = unit.camera ?? false;
  }

  /** Connects. Errors: what the hall answers. */
  static async create(options: Options): Promise<UnitPlayer> {
    const player = new UnitPlayer(options);
    await player.goOnline();
    return player;
  }

  get isOnline(): boolean {
    return this.#link !== null;
  }

  /** Whether it has not told where it is for so long, hall ms. */
  isDue(everyMs: number): boolean {
    return this.#options.now() - this.#sentAt >= everyMs;
  }

  /** Tells where it is, unless that gets lost. */
  tick(): void {
    const now = this.#options.now();
    this.#sentAt = now;
    this.#sent += 1;
    const { at: [longitudeDeg, latitudeDeg], headingDeg, speedMps } = placeOnWay(this.#way, now);
    const { bars, accuracyM, lostPercent } = this.#network;
    const fix = encodeFix({ longitudeDeg, latitudeDeg, headingDeg, speedMps, accuracyM, batteryPercent: this.#battery.percent, signalBars: this.#link === null ? 0 : bars, charging: this.#battery.charging, at: now });
    if (this.#link === null) {
      this.#kept = [...this.#kept, fix].slice(-KEPT_FIXES);
    } else if ((this.#sent * 37) % 100 >= lostPercent) {
      // Always the same ones: an exercise that is played again goes as it went.
      this.#link.sendBinary(fix);
    }
  }

  /** Resolves when the hall has read what was sent. */
  async settled(): Promise<void> {
    // One whose network goes meanwhile has nothing more to be read.
    await this.#link?.request('session.ping', {}).catch(() => undefined);
  }

  async goOnline(): Promise<void> {
    const { hall, token, unit } = this.#options;
    if (this.#link !== null) {
      return;
    }
    this.#link = await openLink({ hall, token, purpose: 'unit', name: unit.name });
    this.#kept.splice(0).forEach((fix) => this.#link?.sendBinary(fix));
    this.tick();
    await this.#setCamera();
    for (const press of this.#presses.splice(0)) {
      await this.#press(press);
    }
  }

  async goSilent(): Promise<void> {
    if (this.#link !== null) {
      this.close();
      await this.#options.seenGone();
    }
  }

  /** A press without a network waits for it. */
  async sos(text: string): Promise<void> {
    const press = { pressedAt: this.#options.now(), text };
    await (this.#link === null ? Promise.resolve(this.#presses.push(press)) : this.#press(press));
  }

  /** Errors: ScenarioError without a network, what the hall answers. */
  async takeBack(alarmId: string, reason: string): Promise<void> {
    if (this.#link === null) {
      throw new ScenarioError(`${this.#options.unit.name} 没有网络`);
    }
    await this.#link.request('alarm.takeBack', { commandId: newCommandId(), alarmId, reason });
  }

  move({ along, speedKmh }: ActOf<'move'>): void {
    const now = this.#options.now();
    this.#way = { points: [placeOnWay(this.#way, now).at, ...along], speedMps: speedKmh / 3.6, startedAt: now };
  }

  setNetwork({ bars, accuracyM, lostPercent = 0 }: ActOf<'network'>): void {
    this.#network = { bars, accuracyM, lostPercent };
  }

  setBattery({ percent, charging = false }: ActOf<'battery'>): void {
    this.#battery = { percent, charging };
    this.tick();
  }

  async setCamera(live: boolean): Promise<void> {
    this.#camera = live;
    await this.#setCamera();
  }

  /** Idempotent. */
  close(): void {
    this.#link?.close();
    this.#link = null;
    this.#ingestId = null;
    this.#options.camera?.aim(null);
  }

  async #setCamera(): Promise<void> {
    if (this.#link !== null && this.#camera && this.#ingestId === null) {
      const { camera } = this.#options;
      const { ingestId, feedId, host, ports } = await this.#link.request('ingest.open', { label: CAMERA_LABEL, tracks: camera?.tracks ?? ONLY_THERE });
      this.#ingestId = ingestId;
      if (camera !== null) {
        camera.aim({ host, ports });
        await this.#options.seenLive(feedId);
      }
    } else if (this.#link !== null && !this.#camera && this.#ingestId !== null) {
      const ingestId = this.#ingestId;
      this.#ingestId = null;
      this.#options.camera?.aim(null);
      await this.#link.request('ingest.close', { ingestId });
    }
  }

  async #press({ pressedAt, text }: Press): Promise<void> {
    const { at: [longitudeDeg, latitudeDeg] } = placeOnWay(this.#way, pressedAt);
    await this.#link?.request('alarm.sos', { commandId: newCommandId(), pressedAt, position: { longitudeDeg, latitudeDeg }, text });
  }
}
