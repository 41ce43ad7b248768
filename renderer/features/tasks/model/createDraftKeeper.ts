import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TaskDraftId } from '#protocol/nouns/ids.ts';
import type { SavedTaskDraft, TaskDraft } from '#protocol/tasks/drafts.ts';
import type { HallLink } from '../../../link/hallLink.ts';

/** Typing comes in bursts; what is typed is at the hall within a second of the last key. */
const REST_MS = 600;
const AGAIN_AFTER_MS = 5_000;

export type DraftKeeping = {
  /** `waiting`: the hall does not take it now, it is sent as soon as it does; `overtaken`: another desk saved or discarded it since. */
  readonly phase: 'untouched' | 'saving' | 'saved' | 'waiting' | 'overtaken';
  /** Ms since the epoch; null: never. */
  readonly savedAt: number | null;
  /** What the other desk saved; null: it discarded the draft. */
  readonly newest: SavedTaskDraft | null;
};

export type DraftKeeper = {
  readonly state: StoreApi<DraftKeeping>;
  /** What is as it was before is passed over. */
  readonly write: (draft: TaskDraft) => void;
  /** What stands here covers what the other desk saved. */
  readonly keepMine: () => void;
  /** Goes on with what the other desk saved. */
  readonly takeNewest: (saved: SavedTaskDraft) => void;
  /** It became a task. Rejects never: what is left behind can be discarded by hand. */
  readonly discard: () => Promise<void>;
  /** Sends when the hall is back. Returns its undoing, which sends what is still here. */
  readonly follow: () => () => void;
};

/** Keeps one draft at the hall while it is written. `begun`: what its writer found, which nobody has to keep. */
export function createDraftKeeper({ link, taskDraftId, begun, saved }: { readonly link: HallLink; readonly taskDraftId: TaskDraftId; readonly begun: TaskDraft; readonly saved: SavedTaskDraft | null }): DraftKeeper {
  const state = createStore<DraftKeeping>(() => ({ phase: saved === null ? 'untouched' : 'saved', savedAt: saved?.savedAt ?? null, newest: null }));
  let revision = saved?.revision ?? 0;
  let written = JSON.stringify(begun);
  let unsaved: TaskDraft | null = null;
  let sending: Promise<void> | null = null;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = async () => {
    const draft = unsaved;
    if (draft === null || isOver || state.getState().phase === 'overtaken') return;
    try {
      const { kept, newest } = await link.request('taskDraft.save', { taskDraftId, draft, expectedRevision: revision });
      // An answer that was lost: what the hall has is what stands here.
      if (kept || (newest !== null && JSON.stringify(newest.draft) === JSON.stringify(draft))) {
        revision = newest?.revision ?? revision + 1;
        if (unsaved === draft) unsaved = null;
        state.setState({ phase: unsaved === null ? 'saved' : 'saving', savedAt: newest?.savedAt ?? link.now() });
      } else {
        state.setState({ phase: 'overtaken', newest });
      }
    } catch {
      state.setState({ phase: 'waiting' });
      clearTimeout(timer);
      timer = setTimeout(flush, AGAIN_AFTER_MS);
    }
  };
  const flush = () => {
    clearTimeout(timer);
    sending ??= send().finally(() => {
      sending = null;
      if (unsaved !== null && state.getState().phase === 'saving') later();
    });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, REST_MS);
  };
  return {
    state,
    write(draft) {
      const text = JSON.stringify(draft);
      if (text === written) return;
      written = text;
      unsaved = draft;
      if (state.getState().phase === 'overtaken') return;
      state.setState({ phase: 'saving' });
      later();
    },
    keepMine() {
      revision = state.getState().newest?.revision ?? 0;
      state.setState({ phase: 'saving', newest: null });
      flush();
    },
    takeNewest(newest) {
      revision = newest.revision;
      unsaved = null;
      written = JSON.stringify(newest.draft);
      state.setState({ phase: 'saved', savedAt: newest.savedAt, newest: null });
    },
    async discard() {
      isOver = true;
      clearTimeout(timer);
      await sending;
      await link.request('taskDraft.discard', { taskDraftId }).catch(() => undefined);
    },
    follow() {
      const undo = link.state.subscribe((now, before) => {
        if (now.phase === 'online' && before.phase !== 'online' && unsaved !== null) flush();
      });
      return () => {
        undo();
        flush();
      };
    },
  };
}
