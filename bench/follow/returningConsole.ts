import { WebSocket } from 'ws';
import type { HallState as FoldedState } from '#domain/hallState/hallState.ts';
import { createHallLink } from '../../renderer/link/createHallLink.ts';
import type { HallLink } from '../../renderer/link/hallLink.ts';
import { socketAddressOf } from '../../renderer/link/webSocketLike.ts';
import { createHallReplica } from '../../renderer/replica/createHallReplica.ts';
import type { HallReplica, HallState } from '../../renderer/replica/hallReplica.ts';

const BACK_WITHIN_MS = 120_000;

/** What coming back cost. */
export type Return = { readonly tookMs: number; readonly payloadBytes: number };

/** A console without windows, with the product's own link and replica, that can be cut off and let come back, to this hall or to another program. */
export class ReturningConsole {
  readonly #link: HallLink;
  readonly #replica: HallReplica;
  readonly #caPem: string;
  /** Where its sockets go; null while it is cut off. */
  #url: string | null;
  #socket: WebSocket | null = null;
  #payloadBytes = 0;
  #trouble: string[] = [];

  private constructor(options: { url: string; caPem: string; token: string }) {
    const { url, caPem, token } = options;
    this.#url = url;
    this.#caPem = caPem;
    const log = (message: string, cause: unknown) => this.#trouble.push(`${message}: ${String(cause)}`);
    this.#link = createHallLink({ url, token, purpose: 'desk', clientName: 'bench', clientVersion: '0', createSocket: () => this.#connect(), log: (message, cause) => this.#url !== null && log(message, cause) });
    this.#replica = createHallReplica({ link: this.#link, log });
  }

  /** In step with the hall when it resolves. Errors: when it does not get there. */
  static async create(options: { url: string; caPem: string; token: string }): Promise<ReturningConsole> {
    const console_ = new ReturningConsole(options);
    await console_.#until((state) => state.synced);
    return console_;
  }

  get state(): FoldedState {
    return this.#replica.state.getState().log;
  }

  get sequence(): number {
    return this.#replica.state.getState().position?.sequence ?? 0;
  }

  /** As when someone pulls the cable: no farewell, and no way back. */
  cutOff(): void {
    this.#url = null;
    this.#socket?.terminate();
  }

  /** Lets it connect to this address; resolves when it has everything up to this sequence. Errors: when it does not get there, or met a fault. */
  async comeBack({ url, upTo }: { url: string; upTo: number }): Promise<Return> {
    this.#url = url;
    this.#payloadBytes = 0;
    const startedAt = performance.now();
    this.#link.reconnect();
    await this.#until(({ synced, position }) => synced && (position?.sequence ?? 0) >= upTo);
    const tookMs = performance.now() - startedAt;
    if (this.#trouble.length > 0) {
      throw new Error(`a console met ${this.#trouble[0]}`);
    }
    return { tookMs, payloadBytes: this.#payloadBytes };
  }

  /** Idempotent. */
  close(): void {
    this.#replica.close();
    this.#link.close();
  }

  #connect(): WebSocket {
    if (this.#url === null) {
      throw new Error('the cable is out');
    }
    const socket = new WebSocket(socketAddressOf(this.#url), { ca: this.#caPem });
    socket.on('message', (bytes: Buffer) => {
      this.#payloadBytes += bytes.byteLength;
    });
    this.#socket = socket;
    return socket;
  }

  #until(isReached: (state: HallState) => boolean): Promise<void> {
    const { state } = this.#replica;
    return new Promise((resolve, reject) => {
      const look = (now: HallState) => {
        if (isReached(now)) {
          clearTimeout(late);
          stop();
          resolve();
        }
      };
      const late = setTimeout(() => {
        stop();
        const { phase, error } = this.#link.state.getState();
        reject(new Error(`a console did not get in step: ${phase}, ${error ?? 'no error'}, at ${this.sequence}; ${this.#trouble.join('; ')}`));
      }, BACK_WITHIN_MS);
      const stop = state.subscribe(look);
      look(state.getState());
    });
  }
}
