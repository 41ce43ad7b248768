import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HallLink, LinkPhase } from '../../../link/hallLink.ts';
import type { FieldWork } from './fieldWork.ts';
import { unsentOf } from './unsentOf.ts';

export type QuietLineOptions = {
  readonly work: Pick<FieldWork, 'state' | 'attach'>;
  readonly connect: () => HallLink;
  /** The station's: while it runs it has a line of its own, and a unit has one. */
  readonly isRunning: StoreApi<{ readonly running: boolean }>;
  /** Whether some page of this device has a line already. */
  readonly isSomePageSending: () => Promise<boolean>;
};

const LOOK_AGAIN_MS = 5_000;

/** A line to the hall for what waits to be sent while camera and microphone are off; closed as soon as nothing waits. */
export class QuietLine {
  /** Of the line that is open; null: there is none. */
  readonly state: StoreApi<{ readonly phase: LinkPhase | null }> = createStore(() => ({ phase: null }));
  readonly #options: QuietLineOptions;
  #close: (() => void) | null = null;
  #looking = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  private constructor(options: QuietLineOptions) {
    this.#options = options;
  }

  /** Looks after it as long as the page lives. */
  static create(options: QuietLineOptions): QuietLine {
    const line = new QuietLine(options);
    options.work.state.subscribe(() => line.#look());
    options.isRunning.subscribe(({ running }, before) => running !== before.running && line.#look());
    line.#look();
    return line;
  }

  #look(): void {
    if (!this.#isWanted()) {
      this.#end();
    } else if (this.#close === null && !this.#looking) {
      this.#looking = true;
      void this.#open();
    }
  }

  async #open(): Promise<void> {
    clearTimeout(this.#again);
    const taken = await this.#options.isSomePageSending().catch(() => false);
    this.#looking = false;
    if (!this.#isWanted() || this.#close !== null) return;
    if (taken) {
      this.#lookLater();
      return;
    }
    const link = this.#options.connect();
    const detach = this.#options.work.attach(link);
    const stop = link.state.subscribe(({ phase, error }) => {
      this.state.setState({ phase });
      // Another page began to send at the same moment: it has the unit now.
      if (phase === 'refused' && error === 'replaced') {
        this.#end();
        this.#lookLater();
      }
    });
    this.#close = () => {
      stop();
      detach();
      link.close();
    };
    this.state.setState({ phase: link.state.getState().phase });
  }

  #lookLater(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#look(), LOOK_AGAIN_MS);
  }

  #end(): void {
    clearTimeout(this.#again);
    const close = this.#close;
    this.#close = null;
    close?.();
    this.state.setState({ phase: null });
  }

  #isWanted(): boolean {
    return !this.#options.isRunning.getState().running && unsentOf(this.#options.work.state.getState()).length > 0;
  }
}
