import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError } from '#protocol/errors.ts';
import type { DeviceRecording, Playback, Steering } from '#protocol/media/recordings.ts';
import type { SourceId, UnitId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { momentShown, spanOfDay, spanToPlay } from './timeline.ts';

/** Devices search their cards, and a message that is lost is waited for. */
const LIST_WITHIN_MS = 60_000;

export type Channel = { readonly sourceId: SourceId; readonly label: string; readonly here: boolean };
export type RecordingList =
  | { readonly phase: 'idle' | 'asking' }
  | { readonly phase: 'failed'; readonly problem: AppError }
  | { readonly phase: 'read'; readonly recordings: readonly DeviceRecording[]; readonly announced: number };
/** `toldAt`: this machine's time. */
export type Told = { readonly playback: Playback; readonly toldAt: number };

export type DeviceRecordingsState = {
  /** Null until they were read. */
  readonly channels: readonly Channel[] | null;
  readonly sourceId: SourceId | null;
  readonly day: string;
  readonly list: RecordingList;
  /** Of the chosen channel; the last that ended stays until another begins. */
  readonly told: Told | null;
  /** An order is on its way to the device. */
  readonly busy: boolean;
  /** Why the last order, or the reading of the channels, came to nothing. */
  readonly problem: AppError | null;
};

export type DeviceRecordings = {
  readonly state: StoreApi<DeviceRecordingsState>;
  /** Reads the channels now and after each reconnect, and listens. Returns its own undoing, which stops what this session plays. */
  readonly start: () => () => void;
  readonly chooseChannel: (sourceId: SourceId) => void;
  readonly chooseDay: (day: string) => void;
  /** Asks the device once more. */
  readonly again: () => void;
  /** From a moment on; what is played already and holds the moment is only moved. */
  readonly playAt: (at: number, purpose: string) => Promise<void>;
  readonly steer: (steering: Steering) => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Options = { readonly link: HallLink; readonly unitId: UnitId; readonly day: string; readonly newCommandId: () => string };

/** What one unit's devices recorded, and what is played of it. */
export function createDeviceRecordings({ link, unitId, day: firstDay, newCommandId }: Options): DeviceRecordings {
  const state = createStore<DeviceRecordingsState>(() => ({ channels: null, sourceId: null, day: firstDay, list: { phase: 'idle' }, told: null, busy: false, problem: null }));
  let asking = new AbortController();
  /** Told while an answer is on its way: newer than that. */
  const told = new Map<SourceId, Told>();

  const hear = (playback: Playback) => {
    const now: Told = { playback, toldAt: Date.now() };
    told.set(playback.sourceId, now);
    if (playback.sourceId === state.getState().sourceId) {
      state.setState({ told: now });
    }
  };
  const isMine = ({ holder }: Playback) => holder !== null && holder.sessionId === link.state.getState().session?.sessionId;

  const list = async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const { sourceId, day } = state.getState();
    const span = spanOfDay(day);
    if (sourceId === null || span === null) {
      state.setState({ list: { phase: 'idle' } });
      return;
    }
    state.setState({ list: { phase: 'asking' } });
    try {
      const { recordings, announced } = await link.request('recording.list', { sourceId, ...span }, { signal, timeoutMs: LIST_WITHIN_MS });
      if (!signal.aborted) {
        state.setState({ list: { phase: 'read', recordings, announced } });
      }
    } catch (error) {
      if (!signal.aborted) {
        state.setState({ list: { phase: 'failed', problem: problemOf(error) } });
      }
    }
  };

  const choose = (sourceId: SourceId | null) => {
    state.setState({ sourceId, told: sourceId === null ? null : (told.get(sourceId) ?? null), problem: null });
    void list();
  };

  const read = async () => {
    if (link.state.getState().phase !== 'online') {
      return;
    }
    try {
      told.clear();
      const { channels, playbacks } = await link.request('recording.channels', { unitId });
      playbacks.filter(({ sourceId }) => !told.has(sourceId)).forEach(hear);
      const { sourceId } = state.getState();
      const chosen = channels.find((channel) => channel.sourceId === sourceId) ?? channels.find(({ here }) => here) ?? channels[0];
      state.setState({ channels, problem: null });
      choose(chosen?.sourceId ?? null);
    } catch (error) {
      state.setState({ problem: problemOf(error) });
    }
  };

  /** One at a time. What comes of it is told by the hall, before its answer. */
  const order = async (ask: () => Promise<unknown>): Promise<void> => {
    if (state.getState().busy) {
      return;
    }
    state.setState({ busy: true, problem: null });
    try {
      await ask();
    } catch (error) {
      state.setState({ problem: problemOf(error) });
    } finally {
      state.setState({ busy: false });
    }
  };

  const steer = async (steering: Steering) => {
    const { sourceId } = state.getState();
    if (sourceId !== null) {
      await order(() => link.request('recording.steer', { sourceId, steering }, { timeoutMs: LIST_WITHIN_MS }));
    }
  };

  return {
    state,
    start: () => {
      void read();
      const undo = [
        link.on('recording.changed', (playback) => {
          if (playback.unitId === unitId) {
            hear(playback);
          }
        }),
        link.state.subscribe((now, before) => {
          if (now.phase === 'online' && before.phase !== 'online') {
            void read();
          }
        }),
      ];
      return () => {
        asking.abort();
        undo.forEach((each) => each());
        for (const { playback } of told.values()) {
          // A hall that cannot be heard ends it by itself.
          if (playback.state !== 'ended' && isMine(playback)) link.request('recording.stop', { sourceId: playback.sourceId }).catch(() => undefined);
        }
      };
    },
    chooseChannel: choose,
    chooseDay: (day) => {
      state.setState({ day, problem: null });
      void list();
    },
    again: () => void read(),
    playAt: async (at, purpose) => {
      const { sourceId, list: known, told: now } = state.getState();
      const playing = now?.playback;
      if (playing !== undefined && (playing.state === 'playing' || playing.state === 'paused') && at >= playing.from && at < playing.until) {
        await steer({ kind: 'seek', at: Math.round(at) });
        return;
      }
      const span = known.phase === 'read' ? spanToPlay(known.recordings, at) : null;
      if (sourceId === null || span === null) {
        return;
      }
      const commandId = newCommandId();
      await order(() => link.request('recording.play', { commandId, sourceId, ...span, purpose }));
    },
    steer,
    stop: async () => {
      const { sourceId } = state.getState();
      if (sourceId !== null) {
        await order(() => link.request('recording.stop', { sourceId }));
      }
    },
  };
}

/** The moment that is shown now; null while nothing is. */
export function shownAt(told: Told | null, now: number): number | null {
  return told === null ? null : momentShown(told.playback, now - told.toldAt);
}

function problemOf(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', { cause: error });
}
