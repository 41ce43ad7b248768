import { AppError } from '#protocol/errors.ts';
import type { TaskDraftId, UserId } from '#protocol/nouns/ids.ts';
import { taskDraft, type SavedTaskDraft, type TaskDraft } from '#protocol/tasks/drafts.ts';
import { found } from '#domain/decision/decision.ts';
import { asUnavailable } from '../../ports/journal.ts';
import type { SecretSeal } from '../../ports/secretSeal.ts';
import type { HandlersOf, Session } from '../../ports/session.ts';
import type { StoredTaskDraft, Stores } from '../../ports/stores.ts';

type Options = { readonly stores: Pick<Stores, 'taskDrafts'>; readonly seal: SecretSeal; /** Ms since the epoch. */ readonly now: () => number };

export interface TaskDrafts {
  readonly handlers: HandlersOf<'taskDraft'>;
}

/** What people are writing, wherever they sit down. */
export function createTaskDrafts({ stores: { taskDrafts }, seal, now }: Options): TaskDrafts {
  /** Undefined where this hall has not the key that it was sealed with. */
  function opened({ taskDraftId, userId, sealed, revision, savedAt }: StoredTaskDraft): SavedTaskDraft | undefined {
    const text = seal.open(sealed, aboutOf(taskDraftId, userId));
    return text === null ? undefined : { taskDraftId, revision, savedAt, draft: taskDraft.parse(JSON.parse(text)) };
  }
  async function newest(taskDraftId: TaskDraftId, userId: UserId): Promise<SavedTaskDraft | undefined> {
    const stored = await taskDrafts.find({ taskDraftId, userId }).catch(asUnavailable);
    return stored === undefined ? undefined : opened(stored);
  }

  return {
    handlers: {
      'taskDraft.list': async (_, session) => {
        const stored = await taskDrafts.list(personOf(session)).catch(asUnavailable);
        const drafts = stored.flatMap((one) => opened(one) ?? []).map(({ draft: { title, flowId, itemId }, ...saving }) => ({ ...saving, title, flowId, itemId }));
        return { drafts };
      },
      'taskDraft.open': async ({ taskDraftId }, session) => ({ saved: found(await newest(taskDraftId, personOf(session)), 'taskDraft') }),
      'taskDraft.save': async ({ taskDraftId, draft, expectedRevision }, session) => {
        const userId = personOf(session);
        const kept = await taskDrafts.save({ taskDraftId, userId, sealed: sealOf(taskDraftId, userId, draft), savedAt: now(), expectedRevision }).catch(asUnavailable);
        return { kept, newest: (await newest(taskDraftId, userId)) ?? null };
      },
      'taskDraft.discard': async ({ taskDraftId }, session) => {
        await taskDrafts.erase({ taskDraftId, userId: personOf(session) }).catch(asUnavailable);
        return {};
      },
    },
  };

  function sealOf(taskDraftId: TaskDraftId, userId: UserId, draft: TaskDraft): string {
    return seal.seal(JSON.stringify(draft), aboutOf(taskDraftId, userId));
  }
}

function aboutOf(taskDraftId: TaskDraftId, userId: UserId): string {
  return `${taskDraftId} ${userId}`;
}

/** Errors: notFound for whoever is no person. */
function personOf({ userId }: Session): UserId {
  if (userId === null) {
    throw new AppError('notFound');
  }
  return userId;
}
