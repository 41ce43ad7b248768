import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NoticeData } from '#protocol/contract.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { CommandId } from '#protocol/nouns/ids.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { UnsentSos, UnsentSosStore } from '../../../platform/unsentSos.ts';

/** The SOS as the hall has it. */
export type OpenSos = NonNullable<NoticeData<'alarm.told'>['alarm']>;

export type SosState = {
  /** Pressed, and not yet known to have reached the hall. */
  readonly unsent: UnsentSos | null;
  readonly open: OpenSos | null;
  /** Why the last attempt failed; the button goes on trying by itself. */
  readonly problem: ErrorCode | null;
  readonly takingBack: boolean;
};

type SosOptions = {
  readonly store: UnsentSosStore;
  readonly newCommandId: () => CommandId;
  readonly log: (message: string, cause: unknown) => void;
};

const RETRY_MS = 1_000;

/** The button: a press is kept until the hall confirms it, over lost networks, reloads and restarts. */
export class SosButton {
  readonly state: StoreApi<SosState>;
  readonly #options: SosOptions;
  #link: HallLink | null = null;
  #sending = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SosOptions) {
    this.#options = options;
    this.state = createStore<SosState>(() => ({ unsent: options.store.read(), open: null, problem: null, takingBack: false }));
  }

  /** Sends through this link from now on. Returns its own undoing. */
  attach(link: HallLink): () => void {
    this.#link = link;
    const undo = [
      link.on('alarm.told', ({ alarm }) => this.state.setState({ open: alarm })),
      link.state.subscribe(({ phase }, before) => {
        if (phase === 'online' && before.phase !== 'online') {
          void this.#send();
        }
      }),
    ];
    void this.#send();
    return () => {
      clearTimeout(this.#retry);
      this.#link = null;
      for (const end of undo) {
        end();
      }
    };
  }

  /** `pressedAt`: hall time, ms. While a press waits to be sent, another one adds nothing. */
  press({ pressedAt, position }: { readonly pressedAt: number; readonly position: PositionRecord | null }): void {
    if (this.state.getState().unsent === null) {
      const unsent = { commandId: this.#options.newCommandId(), pressedAt, position };
      this.#options.store.keep(unsent);
      this.state.setState({ unsent, problem: null });
    }
    void this.#send();
  }

  /** The second of two steps: it was none, because. Never rejects; false when the hall did not take it. */
  async takeBack(reason: string): Promise<boolean> {
    const { open } = this.state.getState();
    if (open === null || this.#link === null) {
      return false;
    }
    this.state.setState({ takingBack: true, problem: null });
    try {
      await this.#link.request('alarm.takeBack', { commandId: this.#options.newCommandId(), alarmId: open.alarmId, reason });
      this.state.setState({ takingBack: false });
      return true;
    } catch (error) {
      this.state.setState({ takingBack: false, problem: codeOf(error) });
      return false;
    }
  }

  async #send(): Promise<void> {
    const link = this.#link;
    const { unsent } = this.state.getState();
    if (unsent === null || link === null || this.#sending || link.state.getState().phase !== 'online') {
      return;
    }
    clearTimeout(this.#retry);
    this.#sending = true;
    try {
      const { alarmId } = await link.request('alarm.sos', { ...unsent, text: '' });
      this.#options.store.keep(null);
      this.state.setState(({ open }) => ({ unsent: null, problem: null, open: open ?? { alarmId, state: 'raised', answeredBy: null, helpName: null } }));
    } catch (error) {
      this.#options.log('the SOS has not reached the hall yet', error);
      this.state.setState({ problem: codeOf(error) });
      if (this.#link !== null) {
        this.#retry = setTimeout(() => void this.#send(), RETRY_MS);
      }
    } finally {
      this.#sending = false;
    }
  }
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}
