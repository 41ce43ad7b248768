import { createHash } from 'node:crypto';
import { sees } from '#domain/access/viewer.ts';
import { found } from '#domain/decision/decision.ts';
import { decidePaper, dueTemplate } from '#domain/papers/decidePaper.ts';
import { paperContent } from '#domain/papers/paperContent.ts';
import { maySeeTask } from '#domain/tasks/maySeeTask.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import { DOCUMENT_PIECE_BYTES } from '#protocol/field/documents.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { asUnavailable, type Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { FileShelf } from '../ports/pictures.ts';
import type { Rules } from '../ports/rules.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { codeOf, hashOf } from './paperMarks.ts';
import { writePaper } from './writePaper.ts';

type Options = {
  readonly log: HallLog;
  readonly journal: Pick<Journal, 'query'>;
  readonly rules: Rules;
  readonly shelf: Pick<FileShelf, 'put'>;
  /** Of which all others are below. */
  readonly courtCode: CourtCode;
  readonly now: () => number;
};

/** Papers of tasks, written by the rule book's templates. */
export function createPapers({ log, journal, rules: { book }, shelf, courtCode, now }: Options): { readonly handlers: HandlersOf<'paper'> } {
  return {
    handlers: {
      'paper.make': async ({ commandId, ...input }, session) => {
        const person = session.userId === null ? undefined : log.state.users.get(session.userId);
        if (person === undefined) {
          throw new AppError('forbidden');
        }
        const task = found(log.state.tasks.get(input.taskId), 'task');
        found(maySeeTask(session, task) ? task : undefined, 'task');
        const template = dueTemplate(task, input, { book, person, at: now() });
        const content = paperContent(task, template, book);
        const code = codeOf(content);
        const bytes = await writePaper(content, code);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        await putWhole(shelf, { sha256, bytes }, session);
        const { name, number, courtName } = content;
        const made = { name, number, courtName, code, sha256, templateVersion: hashOf(template), totalBytes: bytes.length };
        const { answer } = await log.execute({ commandId, name: 'paper.make', input, actor: session.actor, via: session.tokenId, decide: (state, at) => decidePaper(state, input, { book, person, at, made }) });
        return answer;
      },
      'paper.verify': async ({ code, sha256 }, session) => {
        // The same paper may have been made more than once; the newest entry is the one that counts.
        const [entry] = await journal.query({ filter: { subject: `paper/${code}`, names: ['paper.made'] }, seenFrom: courtCode, before: null, limit: 1 }).catch(asUnavailable);
        const event = entry === undefined ? null : eventOf(entry);
        if (event?.name !== 'paper.made' || (event.data.internal && !sees(session.courtCode, event.data.courtCode))) {
          return { verdict: 'unknown', paper: null };
        }
        const { name, number, courtName, taskId } = event.data;
        const replaced = log.state.tasks.get(taskId)?.documents.some(({ replaces }) => replaces === event.data.sha256) ?? false;
        return { verdict: sha256 === null || sha256 === event.data.sha256 ? 'genuine' : 'changed', paper: { name, number, courtName, madeAt: event.at, replaced } };
      },
    },
  };
}

/** Errors: tooManyRequests, logUnavailable. */
async function putWhole(shelf: Pick<FileShelf, 'put'>, { sha256, bytes }: { readonly sha256: string; readonly bytes: Buffer }, sender: Session): Promise<void> {
  for (let offset = 0; offset < bytes.length; offset += DOCUMENT_PIECE_BYTES) {
    await shelf.put({ fileId: sha256, mimeType: 'application/pdf', totalBytes: bytes.length, offset, base64: bytes.subarray(offset, offset + DOCUMENT_PIECE_BYTES).toString('base64') }, sender);
  }
}
