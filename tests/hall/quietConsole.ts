import { WebSocket } from 'ws';
import { createHallLink } from '../../renderer/link/createHallLink.ts';
import type { HallLink } from '../../renderer/link/hallLink.ts';
import { createHallReplica } from '../../renderer/replica/createHallReplica.ts';
import type { HallReplica, HallState } from '../../renderer/replica/hallReplica.ts';

/** A console without windows: the product's own link and replica. */
export class QuietConsole {
  readonly link: HallLink;
  readonly #replica: HallReplica;
  /** What its code complained of. */
  readonly trouble: string[] = [];

  constructor({ url, caPem, token }: { readonly url: string; readonly caPem: string; readonly token: string }) {
    const log = (message: string, cause: unknown) => void this.trouble.push(`${message}: ${String(cause)}`);
    const createSocket = (address: string) => new WebSocket(address, { ca: caPem });
    this.link = createHallLink({ url, token, purpose: 'desk', clientName: 'test', clientVersion: '1', createSocket, log });
    this.#replica = createHallReplica({ link: this.link, log });
  }

  get state(): HallState {
    return this.#replica.state.getState();
  }

  /** Errors: when it does not come to that in time. */
  until(isReached: (state: HallState) => boolean, withinMs = 20_000): Promise<void> {
    const { state } = this.#replica;
    return new Promise((resolve, reject) => {
      const look = (now: HallState) => {
        if (isReached(now)) {
          done(resolve);
        }
      };
      const done = (settle: () => void) => {
        clearTimeout(late);
        stop();
        settle();
      };
      const late = setTimeout(() => {
        const { phase, error } = this.link.state.getState();
        done(() => reject(new Error(`a console did not get there: ${phase}, ${error ?? 'no error'}, at ${this.state.position?.sequence}; ${this.trouble.join('; ')}`)));
      }, withinMs);
      const stop = state.subscribe(look);
      look(state.getState());
    });
  }

  close(): void {
    this.#replica.close();
    this.link.close();
  }
}
