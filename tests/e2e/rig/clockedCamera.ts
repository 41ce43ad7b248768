import { RtspCamera } from '../../../sfu/testing/streams/rtspCamera.ts';
import { ClockedEncoder } from './clockedEncoder.ts';
import { followPictures } from './followPictures.ts';

const FRAMES_PER_SECOND = 10;

/** A camera on the net whose picture carries the clock of one unit, live, and that asks for a password. */
export class ClockedCamera {
  readonly #encoder: ClockedEncoder;
  readonly #camera: RtspCamera;

  private constructor(encoder: ClockedEncoder, camera: RtspCamera) {
    this.#encoder = encoder;
    this.#camera = camera;
  }

  /** `port` 0: one that is free. */
  static async create({ unitId, login, port }: { readonly unitId: string; readonly login: { readonly username: string; readonly password: string }; readonly port: number }): Promise<ClockedCamera> {
    const encoder = ClockedEncoder.start({ unitId, toneHz: null, output: ['-f', 'h264', 'pipe:1'] });
    const live = await followPictures(encoder);
    const camera = await RtspCamera.create({ pictures: [live.sets], follow: live.follow, framesPerSecond: FRAMES_PER_SECOND, login }, port);
    return new ClockedCamera(encoder, camera);
  }

  get url(): string {
    return this.#camera.url;
  }

  get port(): number {
    return this.#camera.port;
  }

  /** As by a pulled plug. Idempotent. */
  async close(): Promise<void> {
    this.#camera.close();
    await this.#encoder.kill();
  }
}
