import { WebSocket } from 'ws';
import { AppError } from '#protocol/errors.ts';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { createHallLink } from '../../../renderer/link/createHallLink.ts';
import type { HallLink } from '../../../renderer/link/hallLink.ts';
import type { FleetMember } from '../fleet/member.ts';
import { unitFix } from '../fleet/unitFix.ts';
import type { Scene } from '../picture/scene.ts';
import { Encoder } from './encoder.ts';
import { Relay } from './relay.ts';
import type { VideoPlan } from './videoPlan.ts';

export type RtpUnitOptions = {
  readonly member: FleetMember;
  readonly hall: { readonly url: string; /** PEM of the hall's own certificate authority. */ readonly ca: string };
  readonly scene: Scene;
  readonly plan: VideoPlan;
  readonly toneHz: number;
  readonly log: (message: string) => void;
};

const VIDEO_PAYLOAD_TYPE = 101;
const AUDIO_PAYLOAD_TYPE = 111;
const CAMERA_LABEL = '主摄像头';
const TELEMETRY_INTERVAL_MS = 1_000;
const REOPEN_DELAY_MS = 1_000;
const ENCODER_RESTART_MS = 1_000;

type Ssrcs = { readonly video: number; readonly audio: number };

/** One simulated recorder: a session with the hall, an encoder, a position. Comes back by itself from whatever happens. */
export class RtpUnit {
  readonly #options: RtpUnitOptions;
  readonly #relay: Relay;
  readonly #link: HallLink;
  readonly #startedAt = Date.now();
  #encoder: Encoder | null = null;
  #ssrcs: Ssrcs = newSsrcs();
  #frameClock = false;
  #sessionId: string | null = null;
  #timers = new Set<NodeJS.Timeout>();
  #telemetry: NodeJS.Timeout;
  #closed = false;

  private constructor(options: RtpUnitOptions, relay: Relay) {
    this.#options = options;
    this.#relay = relay;
    const { member, hall, log } = options;
    this.#link = createHallLink({
      url: hall.url,
      token: member.token,
      purpose: 'unit',
      clientName: member.name,
      clientVersion: 'simulated',
      // The hall's own authority alone is trusted, as a provisioned recorder would.
      createSocket: (url) => new WebSocket(url, { ca: hall.ca }),
      log: (message, cause) => log(`${message} (${cause instanceof Error ? cause.message : String(cause)})`),
    });
    this.#link.state.subscribe(() => this.#followLink());
    this.#telemetry = setInterval(() => this.#sendFix(), TELEMETRY_INTERVAL_MS);
  }

  static async create(options: RtpUnitOptions): Promise<RtpUnit> {
    return new RtpUnit(options, await Relay.create());
  }

  get state(): { readonly online: boolean; readonly framesWritten: number; readonly packetsSent: number; readonly encoderPid: number | null } {
    return {
      online: this.#link.state.getState().phase === 'online',
      framesWritten: this.#encoder?.framesWritten ?? 0,
      packetsSent: this.#relay.packets,
      encoderPid: this.#encoder?.pid ?? null,
    };
  }

  /** Idempotent; resolves when its encoder has ended too. */
  async close(): Promise<void> {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    clearInterval(this.#telemetry);
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#link.close();
    this.#relay.close();
    await this.#encoder?.close();
  }

  #followLink(): void {
    const { phase, session, error } = this.#link.state.getState();
    if (phase === 'online' && session !== null) {
      if (session.sessionId !== this.#sessionId) {
        this.#sessionId = session.sessionId;
        this.#frameClock = session.frameClock;
        this.#encoder ??= this.#startEncoder();
        void this.#openIngest(session.sessionId);
      }
      return;
    }
    if (phase !== 'closed' && (this.#sessionId !== null || phase === 'refused')) {
      this.#options.log(phase === 'refused' ? `the hall refuses the unit: ${error}` : `lost the hall (${error}), trying again`);
    }
    this.#sessionId = null;
    this.#relay.aim(new Map());
  }

  async #openIngest(sessionId: string): Promise<void> {
    const ssrcs = this.#ssrcs;
    try {
      const { host, ports } = await this.#link.request('ingest.open', {
        label: CAMERA_LABEL,
        tracks: [
          { mimeType: 'video/VP8', ssrc: ssrcs.video, payloadType: VIDEO_PAYLOAD_TYPE },
          { mimeType: 'audio/opus', ssrc: ssrcs.audio, payloadType: AUDIO_PAYLOAD_TYPE },
        ],
      });
      if (this.#sessionId !== sessionId || this.#ssrcs !== ssrcs) {
        return;
      }
      const [videoPort, audioPort] = ports;
      if (videoPort === undefined || audioPort === undefined) {
        throw new AppError('internal', { detail: 'the hall opened too few ports' });
      }
      this.#relay.aim(new Map([[ssrcs.video, { host, port: videoPort }], [ssrcs.audio, { host, port: audioPort }]]));
    } catch (error) {
      this.#options.log(`no way in for the media: ${error instanceof Error ? error.message : String(error)}`);
      this.#after(REOPEN_DELAY_MS, () => {
        if (this.#sessionId === sessionId && this.#ssrcs === ssrcs) {
          void this.#openIngest(sessionId);
        }
      });
    }
  }

  #startEncoder(): Encoder {
    const { scene, plan, toneHz, log } = this.#options;
    return new Encoder({
      ...plan,
      bytesPerFrame: scene.bytesPerFrame,
      localPort: this.#relay.localPort,
      video: { ssrc: this.#ssrcs.video, payloadType: VIDEO_PAYLOAD_TYPE },
      audio: { ssrc: this.#ssrcs.audio, payloadType: AUDIO_PAYLOAD_TYPE },
      toneHz,
      paint: (target, at) => scene.paint(target, at, { clock: this.#frameClock }),
      now: () => this.#link.now(),
      onExit: (reason) => {
        log(`${reason}; starting it again`);
        this.#relay.aim(new Map());
        this.#after(ENCODER_RESTART_MS, () => {
          // A new stream is a new source: counting on under the old SSRC would look like a gap of millions of packets.
          this.#ssrcs = newSsrcs();
          this.#encoder = this.#startEncoder();
          if (this.#sessionId !== null) {
            void this.#openIngest(this.#sessionId);
          }
        });
      },
    });
  }

  #sendFix(): void {
    const at = this.#link.now();
    this.#link.sendBinary(encodeFix(unitFix(this.#options.member, { elapsedMs: Date.now() - this.#startedAt, at })));
  }

  #after(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#closed) {
        run();
      }
    }, delayMs);
    this.#timers.add(timer);
  }
}

function newSsrcs(): Ssrcs {
  // ffmpeg takes the SSRC as a signed number.
  const video = 1 + Math.floor(Math.random() * 0x7fff_fff0);
  return { video, audio: video + 1 };
}
