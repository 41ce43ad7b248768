import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskDraftId } from '#protocol/nouns/ids.ts';
import type { TaskDraft } from '#protocol/tasks/drafts.ts';
import type { SecretSeal } from '../../ports/secretSeal.ts';
import { newId, openTestSession, openTestStores } from '../../testing/testLog.ts';
import { createTaskDrafts, type TaskDrafts } from './taskDrafts.ts';

const EMPTY: TaskDraft = { flowId: 'itemDelegation', itemId: null, to: null, caseNumber: '', title: '', urgent: false, limitDays: null, contact: '', form: {}, operationId: null, documents: [] };
/** Turned round, so that nothing of it can be read as it lies there; bound to whom it is about. */
const seal: SecretSeal = {
  seal: (secret, about) => [...`${about}|${secret}`].toReversed().join(''),
  open: (sealed, about) => {
    const text = [...sealed].toReversed().join('');
    return text.startsWith(`${about}|`) ? text.slice(about.length + 1) : null;
  },
};
let opened: Awaited<ReturnType<typeof openTestStores>>;
let drafts: TaskDrafts;
let at = 0;

beforeAll(async () => {
  opened = await openTestStores();
  drafts = createTaskDrafts({ stores: opened.stores, seal, now: () => at });
});
afterAll(() => opened.dispose());

const desk = (userId = newId.user()) => openTestSession({ userId }).session;
const newDraft = () => crypto.randomUUID() as TaskDraftId;
const save = (session: ReturnType<typeof desk>, taskDraftId: TaskDraftId, part: Partial<TaskDraft>, expectedRevision: number) => drafts.handlers['taskDraft.save']({ taskDraftId, draft: { ...EMPTY, ...part }, expectedRevision }, session);

describe('tasks that are being written', () => {
  it('go on at another desk of the same person, sealed, and are nobody else’s', async () => {
    const userId = newId.user();
    const [first, second] = [newDraft(), newDraft()];
    at = 5;
    await save(desk(userId), first, { title: '调查', form: { name: '欧阳建国' } }, 0);
    at = 9;
    await save(desk(userId), second, { title: '协作' }, 0);
    expect(await drafts.handlers['taskDraft.list']({}, desk(userId))).toEqual({ drafts: [
      { taskDraftId: second, revision: 1, savedAt: 9, title: '协作', flowId: 'itemDelegation', itemId: null },
      { taskDraftId: first, revision: 1, savedAt: 5, title: '调查', flowId: 'itemDelegation', itemId: null },
    ] });
    expect(await drafts.handlers['taskDraft.open']({ taskDraftId: first }, desk(userId))).toMatchObject({ saved: { draft: { form: { name: '欧阳建国' } } } });
    expect(JSON.stringify(await opened.stores.taskDrafts.list(userId))).not.toContain('欧阳建国');

    const other = desk();
    expect(await drafts.handlers['taskDraft.list']({}, other)).toEqual({ drafts: [] });
    await expect(drafts.handlers['taskDraft.open']({ taskDraftId: first }, other)).rejects.toMatchObject({ code: 'notFound' });
    for (const expectedRevision of [0, 1]) expect(await save(other, first, { title: '别人' }, expectedRevision)).toEqual({ kept: false, newest: null });
    await drafts.handlers['taskDraft.discard']({ taskDraftId: first }, other);
    expect(await drafts.handlers['taskDraft.open']({ taskDraftId: first }, desk(userId))).toMatchObject({ saved: { draft: { title: '调查' } } });
  });

  it('are not covered by a desk that has not seen the newest, nor brought back once discarded', async () => {
    const session = desk();
    const taskDraftId = newDraft();
    expect(await save(session, taskDraftId, { title: '一' }, 0)).toMatchObject({ kept: true, newest: { revision: 1 } });
    expect(await save(session, taskDraftId, { title: '二' }, 1)).toMatchObject({ kept: true, newest: { revision: 2 } });
    for (const stale of [0, 1, 3]) expect(await save(session, taskDraftId, { title: '旧' }, stale)).toMatchObject({ kept: false, newest: { revision: 2, draft: { title: '二' } } });
    await drafts.handlers['taskDraft.discard']({ taskDraftId }, session);
    expect(await save(session, taskDraftId, { title: '三' }, 2)).toEqual({ kept: false, newest: null });
  });

  it('are no machine’s', async () => {
    const machine = openTestSession({ deviceId: newId.device() }).session;
    await expect(drafts.handlers['taskDraft.list']({}, machine)).rejects.toMatchObject({ code: 'notFound' });
  });
});
