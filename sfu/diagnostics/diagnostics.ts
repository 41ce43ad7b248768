import { sees } from '#domain/access/viewer.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import type { CourtCode, SessionId } from '#protocol/nouns/ids.ts';
import type { HandlersOf } from '../ports/session.ts';

type WindowReport = RequestOutput<'diagnostics.list'>['windows'][number] & { readonly courtCode: CourtCode };

/** What the windows say of their tiles; the newest report of each, for as long as it is connected. */
export class Diagnostics {
  readonly #reports = new Map<SessionId, WindowReport>();
  readonly handlers: HandlersOf<'diagnostics'>;

  constructor(options: { now: () => number }) {
    this.handlers = {
      'diagnostics.report': ({ tiles, media }, session) => {
        if (session.ended.aborted) {
          return {};
        }
        const { sessionId, courtCode, purpose, slotId, clientName } = session;
        if (!this.#reports.has(sessionId)) {
          session.ended.addEventListener('abort', () => this.#reports.delete(sessionId), { once: true });
        }
        this.#reports.set(sessionId, { sessionId, courtCode, purpose, slotId, clientName, reportedAt: options.now(), tiles, media });
        return {};
      },
      'diagnostics.list': (_, session) => ({
        windows: this.windows()
          .filter(({ courtCode }) => sees(session.courtCode, courtCode))
          .map(({ courtCode: _courtCode, ...window }) => window),
      }),
    };
  }

  windows(): WindowReport[] {
    return [...this.#reports.values()];
  }
}
