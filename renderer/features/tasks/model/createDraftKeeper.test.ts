import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { TaskDraftId } from '#protocol/nouns/ids.ts';
import type { SavedTaskDraft, TaskDraft } from '#protocol/tasks/drafts.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { createDraftKeeper } from './createDraftKeeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const taskDraftId = '00000000-0000-4000-8000-000000000001' as TaskDraftId;
const draftOf = (title: string): TaskDraft => ({ flowId: null, itemId: null, to: null, caseNumber: '', title, urgent: false, limitDays: null, contact: '', form: {}, operationId: null, documents: [] });

/** A hall that keeps one draft. */
function hall() {
  const link = new FakeHallLink();
  link.goOnline();
  const kept: { saved: SavedTaskDraft | null; isAway: boolean } = { saved: null, isAway: false };
  link.answers = {
    'taskDraft.save': ({ draft, expectedRevision }: RequestInput<'taskDraft.save'>) => {
      if (kept.isAway) throw new AppError('logUnavailable');
      const isKept = (kept.saved?.revision ?? 0) === expectedRevision;
      if (isKept) kept.saved = { taskDraftId, draft: draft as TaskDraft, revision: expectedRevision + 1, savedAt: 7 };
      return { kept: isKept, newest: kept.saved };
    },
    'taskDraft.discard': () => {
      kept.saved = null;
      return {};
    },
  };
  return { link, kept };
}

describe('a task that is written', () => {
  it('is at the hall within a second of the last key, once for a burst', async () => {
    const { link, kept } = hall();
    const keeper = createDraftKeeper({ link, taskDraftId, begun: draftOf(''), saved: null });
    keeper.write(draftOf(''));
    expect(keeper.state.getState().phase).toBe('untouched');
    for (const title of ['请', '请派', '请派法警']) keeper.write(draftOf(title));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(kept.saved).toMatchObject({ revision: 1, draft: { title: '请派法警' } });
    expect(keeper.state.getState()).toMatchObject({ phase: 'saved', savedAt: 7 });
    keeper.write(draftOf('请派法警二名'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(kept.saved).toMatchObject({ revision: 2, draft: { title: '请派法警二名' } });
    await keeper.discard();
    expect(kept.saved).toBeNull();
  });

  it('is sent when the hall is back, and when its dialog is closed', async () => {
    const { link, kept } = hall();
    const keeper = createDraftKeeper({ link, taskDraftId, begun: draftOf(''), saved: null });
    const stop = keeper.follow();
    kept.isAway = true;
    keeper.write(draftOf('断线时写的'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(keeper.state.getState()).toMatchObject({ phase: 'waiting', savedAt: null });
    kept.isAway = false;
    link.goOffline();
    link.goOnline();
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.saved).toMatchObject({ draft: { title: '断线时写的' } });
    keeper.write(draftOf('关闭前写的'));
    stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.saved).toMatchObject({ draft: { title: '关闭前写的' } });
  });

  it('does not cover what another desk saved until its writer says so', async () => {
    const { link, kept } = hall();
    const keeper = createDraftKeeper({ link, taskDraftId, begun: draftOf(''), saved: null });
    keeper.write(draftOf('这里'));
    await vi.advanceTimersByTimeAsync(1_000);
    kept.saved = { ...kept.saved!, revision: 5, draft: draftOf('那里') };
    keeper.write(draftOf('这里又写'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(keeper.state.getState()).toMatchObject({ phase: 'overtaken', newest: { draft: { title: '那里' } } });
    keeper.keepMine();
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.saved).toMatchObject({ revision: 6, draft: { title: '这里又写' } });
    kept.saved = { ...kept.saved, revision: 8, draft: draftOf('那里又写') };
    keeper.write(draftOf('最后'));
    await vi.advanceTimersByTimeAsync(1_000);
    keeper.takeNewest(keeper.state.getState().newest!);
    keeper.write(draftOf('那里又写，这里接着写'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(kept.saved).toMatchObject({ revision: 9, draft: { title: '那里又写，这里接着写' } });
  });
});
