import type { types } from 'mediasoup-client';
import type { TransportId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../link/hallLink.ts';
import { watchNetwork } from '../../platform/networkChanges.ts';
import { fromWireIceParameters } from './wireParameters.ts';

/** Chromium reports short losses of radio that mend themselves. */
const DISCONNECTED_FOR_MS = 1_000;
/** A new way that does not carry by then is none. */
const MENDED_WITHIN_MS = 3_000;
/** Longer than an answer takes that was lost twice on its way: a socket that is silent for this and four round trips is taken for half-open. */
const SHORTEST_ANSWER_MS = 4_000;
const ROUND_TRIPS_TO_ANSWER = 4;

export type IceMenderOptions = {
  link: HallLink;
  transport: types.Transport;
  transportId: TransportId;
  /** The connection cannot be mended: only a new transport helps. Called once. */
  onHopeless: () => void;
};

/**
 * Keeps a transport's connection over a change of networks: looks for a new way to the hall (ICE restart) while tracks, keys and decoders
 * stay as they are, which takes a second less than a new transport and loses no picture.
 */
export class IceMender {
  readonly #options: IceMenderOptions;
  readonly #unwatch: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #mending = false;
  #closed = false;

  constructor(options: IceMenderOptions) {
    this.#options = options;
    const { transport } = options;
    transport.on('connectionstatechange', (state) => this.#follow(state));
    transport.observer.once('close', () => this.#close());
    this.#unwatch = watchNetwork(() => this.mend());
  }

  /** Looks for a new way now: the network changed, or nothing comes back from the hall. */
  mend(): void {
    // One that never was connected is on its way still.
    if (!this.#closed && !this.#mending && ['connected', 'disconnected'].includes(this.#options.transport.connectionState)) {
      void this.#mend();
    }
  }

  async #mend(): Promise<void> {
    const { link, transport, transportId } = this.#options;
    clearTimeout(this.#timer);
    this.#mending = true;
    const { roundTripMs } = link.state.getState();
    const timeoutMs = SHORTEST_ANSWER_MS + (roundTripMs ?? 0) * ROUND_TRIPS_TO_ANSWER;
    // Without a word from the hall in that time the socket is lost as well, and with a new session everything is new.
    const silent = setTimeout(() => link.reconnect(), timeoutMs);
    try {
      const { iceParameters } = await link.request('media.restartIce', { transportId }, { timeoutMs });
      clearTimeout(silent);
      if (this.#closed) {
        return;
      }
      await transport.restartIce({ iceParameters: fromWireIceParameters(iceParameters) });
      this.#timer = setTimeout(() => {
        this.#mending = false;
        if (transport.connectionState !== 'connected') {
          this.#giveUp();
        }
      }, MENDED_WITHIN_MS);
    } catch {
      clearTimeout(silent);
      this.#mending = false;
      // A link that is away comes back with a new session, which makes its own transports; the media may hold out until then.
      if (link.state.getState().phase === 'online') {
        this.#giveUp();
      }
    }
  }

  #follow(state: types.ConnectionState): void {
    if (state === 'failed') {
      this.#giveUp();
    } else if (state === 'disconnected' && !this.#mending) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.mend(), DISCONNECTED_FOR_MS);
    } else if (state === 'connected' && !this.#mending) {
      clearTimeout(this.#timer);
    }
  }

  #giveUp(): void {
    if (!this.#closed) {
      this.#close();
      this.#options.onHopeless();
    }
  }

  #close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#unwatch();
  }
}
