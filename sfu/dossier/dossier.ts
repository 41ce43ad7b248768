import { createHash, type KeyObject } from 'node:crypto';
import { found } from '#domain/decision/decision.ts';
import { maySeeTask } from '#domain/tasks/maySeeTask.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import type { CourtCode, TaskId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { asUnavailable, type Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { Handlers } from '../ports/session.ts';
import { writeDossier } from './dossierFile.ts';

/** Of one task; a court that talks about one more than this has lost its way. */
const MAX_ENTRIES = 5_000;
const DAY_LENGTH = 10;

type Options = {
  readonly log: HallLog;
  readonly journal: Pick<Journal, 'query'>;
  /** The log's own. */
  readonly key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  readonly hall: { readonly hallId: string; readonly hallName: string; /** Of which all others are below. */ readonly courtCode: CourtCode };
  /** Also one that is archived. */
  readonly find: (taskId: TaskId) => Promise<Task | undefined>;
  readonly now: () => number;
};

/** Tasks as files that prove what was decided, without the hall. */
export function createDossiers({ log, journal, key, hall, find, now }: Options): { readonly handlers: Pick<Handlers, 'task.exportDossier'> } {
  /** Oldest first, of both courts: whoever sees the task sees all that happened to it. */
  const entriesOf = async (subject: string, names: string[], before: number): Promise<Entry[]> => {
    const entries = await journal.query({ filter: { subject, names }, seenFrom: hall.courtCode, before, limit: MAX_ENTRIES + 1 }).catch(asUnavailable);
    if (entries.length > MAX_ENTRIES) {
      throw new AppError('tooLarge', { params: { max: MAX_ENTRIES } });
    }
    return entries.toReversed();
  };
  return {
    handlers: {
      'task.exportDossier': async ({ taskId, purpose }, { actor, tokenId, courtCode, capabilities }) => {
        const task = log.state.tasks.get(taskId) ?? (await find(taskId));
        found(task !== undefined && maySeeTask({ courtCode, capabilities }, task) ? task : undefined, 'task');
        const { position } = log;
        const entries = await entriesOf(`task/${taskId}`, ['task.'], position.sequence + 1);
        const signers = [...new Set(entries.flatMap((entry) => signerOf(entry) ?? []))];
        const keys = (await Promise.all(signers.map((userId) => entriesOf(`signing/${userId}`, ['signing.key'], position.sequence + 1)))).flat();
        const exportedAt = Math.round(now());
        const text = writeDossier({ hallId: hall.hallId, hallName: hall.hallName, exportedAt, exportedBy: actor, purpose, taskId, position, entries, keys }, key);
        const answer = { fileName: `任务_${new Date(exportedAt + 8 * 3_600_000).toISOString().slice(0, DAY_LENGTH)}_${taskId.slice(-8)}.json`, text, sha256: createHash('sha256').update(text).digest('hex'), entries: entries.length };
        // First the trace, then the file.
        await log.execute({
          commandId: null, name: 'task.exportDossier', input: { taskId, purpose }, actor, via: tokenId,
          decide: () => ({
            events: [{ name: 'audit.exported', subject: `task/${taskId}`, courtCode, data: { format: 'json', filter: { subject: `task/${taskId}` }, purpose, entries: entries.length, sha256: answer.sha256 } }],
            answer: () => null,
          }),
        });
        return answer;
      },
    },
  };
}

function signerOf(entry: Entry): string | null {
  const event = eventOf(entry);
  const isSigned = (event?.name === 'task.stepped' || event?.name === 'task.countersigned') && event.data.signature !== null;
  return isSigned && entry.actor.kind === 'person' ? entry.actor.userId : null;
}
