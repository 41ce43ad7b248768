import type { RequestOutput } from '#protocol/contract.ts';
import type { SessionId } from '#protocol/nouns/ids.ts';
import type { HandlersOf } from '../ports/session.ts';

type WindowReport = RequestOutput<'diagnostics.list'>['windows'][number];

/** What the windows say of their tiles; the newest report of each, for as long as it is connected. */
export class Diagnostics {
  readonly #reports = new Map<SessionId, WindowReport>();
  readonly #now: () => number;
  readonly handlers: HandlersOf<'diagnostics'>;

  constructor(options: { now: () => number }) {
    this.#now = options.now;
    this.handlers = {
      'diagnostics.report': ({ tiles }, session) => {
        if (session.ended.aborted) {
          return {};
        }
        const { sessionId, purpose, slotId, clientName } = session;
        if (!this.#reports.has(sessionId)) {
          session.ended.addEventListener('abort', () => this.#reports.delete(sessionId), { once: true });
        }
        this.#reports.set(sessionId, { sessionId, purpose, slotId, clientName, reportedAt: this.#now(), tiles });
        return {};
      },
      'diagnostics.list': () => ({ windows: this.windows() }),
    };
  }

  windows(): WindowReport[] {
    return [...this.#reports.values()];
  }
}
