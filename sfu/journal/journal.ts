import { AppError } from '#protocol/errors.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { Entry, WireEntry } from '#protocol/nouns/log.ts';
import { AUDIENCE, type Noun } from '#domain/access/viewer.ts';
import { found } from '#domain/decision/decision.ts';
import { noteInJournal } from '#domain/operations/noteInJournal.ts';
import { JournalError, type Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { subjectsOf } from './subjectsOf.ts';

/** What an operation's journal is made of. */
const NOUNS = ['operation', 'journal', 'step', 'party', 'personal', 'alarm', 'order', 'instruction', 'call'] as const satisfies readonly Noun[];

export type JournalOptions = { readonly log: HallLog; readonly journal: Pick<Journal, 'query'>; readonly pictures: Pictures };

/** The journal of an operation: what people note there, and everything else that the log knows of it. */
export function createOperationJournal({ log, journal, pictures }: JournalOptions): { readonly handlers: HandlersOf<'journal'> } {
  return {
    handlers: {
      'journal.note': async ({ commandId, ...input }, { actor, tokenId: via }) => {
        const there = await Promise.all(input.pictureIds.map((pictureId) => pictures.has(pictureId)));
        if (there.includes(false)) {
          throw new AppError('notFound', { params: { what: 'picture' } });
        }
        return (await log.execute({ commandId, name: 'journal.note', input, actor, via, decide: (state) => noteInJournal(state, input) })).answer;
      },

      'journal.read': (input, session) => read({ log, journal }, input, session),
    },
  };
}

/** Errors: notFound, logUnavailable. */
async function read({ log, journal }: Pick<JournalOptions, 'log' | 'journal'>, { operationId, before, limit }: RequestData<'journal.read'>, session: Session): Promise<RequestOutput<'journal.read'>> {
  const operation = found(log.state.operations.get(operationId), 'operation');
  const names = NOUNS.filter((noun) => session.capabilities.has(AUDIENCE[noun])).map((noun) => `${noun}.`);
  try {
    const entries = await journal.query({
      // Nothing of it is older than its plan, and so the search need not go back further.
      filter: { names, from: operation.stages[0]?.at ?? 0 },
      subjects: subjectsOf(log.state, operationId),
      seenFrom: session.courtCode,
      before: before ?? null,
      limit: limit + 1,
    });
    return { entries: entries.slice(0, limit).map(wireOf), more: entries.length > limit };
  } catch (error) {
    if (error instanceof JournalError) {
      throw new AppError('logUnavailable', { cause: error, params: { reason: error.fault === 'away' ? 'databaseAway' : 'failed' } });
    }
    throw error;
  }
}

/** Hashes, commands and sessions are for auditors. */
function wireOf({ sequence, at, name, subject, version, courtCode, actor, data }: Entry): WireEntry {
  return { sequence, at, name, subject, version, courtCode, actor, data };
}
