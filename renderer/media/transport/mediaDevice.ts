import { Device } from 'mediasoup-client';
import type { types } from 'mediasoup-client';
import type { HallLink } from '../../link/hallLink.ts';
import { fromWireCapabilities } from './wireParameters.ts';

export type CreateDevice = () => Promise<types.Device>;

/** What this browser can code, matched with what the hall routes. Loaded once a session, the work of it once a hall. */
export class MediaDevice {
  readonly #link: HallLink;
  readonly #createDevice: CreateDevice;
  #loaded: { key: string; device: types.Device } | null = null;
  #loading: { sessionId: string; device: Promise<types.Device> } | null = null;

  constructor(options: { link: HallLink; createDevice?: CreateDevice | undefined }) {
    this.#link = options.link;
    this.#createDevice = options.createDevice ?? (() => Device.factory());
  }

  /** Errors: AppError of the request; mediasoup-client's UnsupportedError for a browser without WebRTC. */
  load(): Promise<types.Device> {
    const sessionId = this.#link.state.getState().session?.sessionId ?? '';
    if (this.#loading?.sessionId !== sessionId) {
      const device = this.#load();
      this.#loading = { sessionId, device };
      device.catch(() => {
        if (this.#loading?.device === device) {
          this.#loading = null;
        }
      });
    }
    return this.#loading.device;
  }

  async #load(): Promise<types.Device> {
    const { routerRtpCapabilities } = await this.#link.request('media.capabilities', {});
    // Asking the browser for its codecs takes a PeerConnection and tens of milliseconds; a hall that came back is the same.
    const key = JSON.stringify(routerRtpCapabilities);
    if (this.#loaded?.key === key) {
      return this.#loaded.device;
    }
    const device = await this.#createDevice();
    await device.load({ routerRtpCapabilities: fromWireCapabilities(routerRtpCapabilities) });
    this.#loaded = { key, device };
    return device;
  }
}
