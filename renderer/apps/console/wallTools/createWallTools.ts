import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import { AppError } from '#protocol/errors.ts';
import type { Preset } from '#protocol/wall/presets.ts';
import type { HallServices } from '../../../features/hall/index.ts';
import { applyPreset, presetGroups, presetOfKey, type RecallNote } from '../../../features/wallPresets/index.ts';
import type { WallDesk } from '../../../features/wall/index.ts';

export type WallDialog =
  | { readonly kind: 'seize' | 'lend' | 'pass' | 'history' | 'places' }
  /** Null: a new one. */
  | { readonly kind: 'preset'; readonly preset: Preset | null }
  | { readonly kind: 'pick'; readonly place: TilePlace };

export type WallToolsState = { readonly dialog: WallDialog | null; readonly note: RecallNote | null };

const BATON_REQUESTS = { take: 'wall.takeBaton', ask: 'wall.askBaton', return: 'wall.returnBaton' } as const;

/** The tools beside the wall, for keys, palette and panel alike. */
export type WallTools = {
  readonly state: StoreApi<WallToolsState>;
  readonly open: (dialog: WallDialog) => void;
  readonly close: () => void;
  readonly recall: (preset: Preset) => void;
  /** By a preset's key, 1 to 9; nothing where none has it. */
  readonly recallKey: (key: number) => void;
  /** What needs no dialog; a refusal is said under the wall. */
  readonly baton: (action: 'take' | 'ask' | 'return') => void;
  /** Those that this desk may recall now. */
  readonly presets: () => readonly Preset[];
};

export function createWallTools({ link, replica, wallDesk }: Pick<HallServices, 'link' | 'replica'> & { readonly wallDesk: WallDesk }): WallTools {
  const state = createStore<WallToolsState>(() => ({ dialog: null, note: null }));
  const viewer = () => {
    const session = link.state.getState().session;
    return session === null ? null : { courtCode: session.court.courtCode, me: session.person?.userId ?? null };
  };
  const all = () => replica.state.getState().log.presets.values();
  const recall = (preset: Preset) => void applyPreset(preset, { desk: wallDesk, replica, now: () => link.now() }).then((note) => state.setState({ note }));
  return {
    state,
    open: (dialog) => state.setState({ dialog }),
    close: () => state.setState({ dialog: null }),
    recall,
    recallKey: (key) => {
      const who = viewer();
      const preset = who === null ? null : presetOfKey(all(), who, key);
      if (preset !== null) {
        recall(preset);
      }
    },
    baton: (action) => {
      const name = BATON_REQUESTS[action];
      const commandId = crypto.randomUUID();
      const asked = name === 'wall.takeBaton' ? link.request(name, { commandId, reason: '' }) : link.request(name, { commandId });
      asked.catch((error: unknown) => wallDesk.say({ kind: 'failed', slotIds: [], problem: error instanceof AppError ? error : new AppError('internal', { cause: error }) }));
    },
    presets: () => {
      const who = viewer();
      return who === null ? [] : presetGroups(all(), who).flatMap(({ presets }) => presets);
    },
  };
}
