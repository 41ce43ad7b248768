import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { PLAIN_LOOK, type TileLook } from '#protocol/wall/layout.ts';
import type { DrawingColour } from '#protocol/wall/drawings.ts';
import { AppError } from '#protocol/errors.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useCommand } from '../../command/index.ts';
import type { Pen } from '../../drawing/index.ts';
import type { TilePicture } from '../../feedTile/index.ts';
import { useFrameClock, useHall } from '../../hall/index.ts';
import { takeSnapshot } from '../../snapshots/index.ts';
import { adjustedOnWall } from '../model/wallTiles.ts';
import { Replay } from './Replay.tsx';

const SHORT_HASH = 12;
/** How long a word about what was done stands, ms. */
const WORD_MS = 6_000;

/** What one tile of a desk is looked at with, and what can be done. */
export type TileToolset = {
  readonly feedId: FeedId | null;
  readonly look: TileLook;
  readonly setLook: (look: TileLook) => void;
  readonly picture: TilePicture | null;
  readonly onPicture: (picture: TilePicture | null) => void;
  readonly replaying: boolean;
  /** Instead of the live picture; undefined: nothing. */
  readonly over: ReactNode;
  readonly pen: Pen | null;
  readonly colour: DrawingColour;
  readonly setColour: (colour: DrawingColour) => void;
  /** What was done or went wrong last; null: nothing worth a word. */
  readonly word: string | null;
  readonly toggleFreeze: () => void;
  readonly toggleReplay: () => void;
  readonly togglePen: () => void;
  readonly resetZoom: () => void;
  readonly snapshot: () => Promise<void>;
  readonly toWall: () => Promise<void>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** Give it a key by feed: another picture is looked at plainly. */
export function useTileTools(feedId: FeedId | null): TileToolset {
  const { t } = useTranslation();
  const { link, replica } = useHall();
  const frameClock = useFrameClock();
  const adjust = useCommand('wall.adjust');
  const [look, setLook] = useState(PLAIN_LOOK);
  const [picture, setPicture] = useState<TilePicture | null>(null);
  const [replayEndsAt, setReplayEndsAt] = useState<number | null>(null);
  const [colour, setColour] = useState<DrawingColour>('yellow');
  const [drawing, setDrawing] = useState(false);
  const { word, say } = useWord();
  const busy = useRef(false);
  const sayProblem = useCallback((error: unknown) => say(errorSentence(t, error instanceof AppError ? error : 'internal')), [t, say]);
  const pen = useMemo<Pen | null>(() => (drawing ? { colour, onProblem: sayProblem } : null), [drawing, colour, sayProblem]);

  const toggleFreeze = () => setLook((before) => ({ ...before, frozenAt: before.frozenAt === null ? Math.round(link.now()) : null }));
  const toggleReplay = () => setReplayEndsAt((before) => (before === null ? Math.round(link.now()) : null));
  const togglePen = () => setDrawing((before) => !before);
  const resetZoom = () => setLook((before) => ({ ...before, zoom: PLAIN_LOOK.zoom, x: PLAIN_LOOK.x, y: PLAIN_LOOK.y }));
  const snapshot = async () => {
    if (feedId === null || busy.current) {
      return;
    }
    if (picture === null || picture.view.getState().state !== 'live') {
      say(t('snapshots.noPicture'));
      return;
    }
    busy.current = true;
    say(t('snapshots.taking', { percent: 0 }), { stays: true });
    try {
      const kept = await takeSnapshot({ link, feedId, video: picture.video, frameClock, onProgress: ({ percent }) => say(t('snapshots.taking', { percent }), { stays: true }) });
      say(kept === null ? t('snapshots.noPicture') : t(kept.operationId === null ? 'snapshots.kept' : 'snapshots.keptInOperation', { hash: kept.pictureId.slice(0, SHORT_HASH) }));
    } catch (error) {
      sayProblem(error);
    } finally {
      busy.current = false;
    }
  };
  const toWall = async () => {
    const frozenAt = look.frozenAt === null ? null : Math.round(link.now());
    const tiles = feedId === null ? [] : adjustedOnWall(replica.state.getState().wall, feedId, (there) => ({ ...there, zoom: look.zoom, x: look.x, y: look.y, frozenAt }));
    if (tiles.length === 0) {
      say(t('tiles.notOnWall'));
    } else if ((await adjust.ask({ tiles })) !== null) {
      say(t('tiles.toWallDone', { count: tiles.length }));
    }
  };
  const { problem } = adjust;
  useEffect(() => {
    if (problem !== null) {
      sayProblem(problem);
    }
  }, [problem, sayProblem]);

  const onKeyDown = (event: KeyboardEvent) => {
    // Dialogs and menus that it opened are its children in React's tree, though not on the page.
    if (!event.currentTarget.contains(event.target as Node)) {
      return;
    }
    const use = event.ctrlKey || event.altKey || event.metaKey ? undefined : keysOf({ toggleFreeze, toggleReplay, togglePen, resetZoom, snapshot: () => void snapshot(), toWall: () => void toWall() })[event.key.toLowerCase()];
    const end = event.key === 'Escape' ? (drawing ? togglePen : replayEndsAt !== null ? toggleReplay : look.frozenAt !== null ? toggleFreeze : undefined) : undefined;
    const act = feedId === null ? undefined : (use ?? end);
    if (act !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };

  return {
    feedId, look, setLook, picture, onPicture: setPicture, replaying: replayEndsAt !== null, pen, colour, setColour, word,
    over: replayEndsAt !== null && feedId !== null ? <Replay feedId={feedId} endsAt={replayEndsAt} /> : undefined,
    toggleFreeze, toggleReplay, togglePen, resetZoom, snapshot, toWall, onKeyDown,
  };
}

type Acts = Record<'toggleFreeze' | 'toggleReplay' | 'togglePen' | 'resetZoom' | 'snapshot' | 'toWall', () => void>;

/** Keys while the tile has the keyboard; the menu shows them. */
function keysOf(acts: Acts): Record<string, () => void> {
  return { f: acts.toggleFreeze, r: acts.toggleReplay, d: acts.togglePen, 0: acts.resetZoom, s: acts.snapshot, w: acts.toWall };
}

/** One word at a time; it goes by itself unless more is to come. */
function useWord(): { readonly word: string | null; readonly say: (word: string, how?: { readonly stays: boolean }) => void } {
  const [word, setWord] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const say = useCallback((next: string, how?: { readonly stays: boolean }) => {
    clearTimeout(timer.current);
    setWord(next);
    if (how?.stays !== true) {
      timer.current = setTimeout(() => setWord(null), WORD_MS);
    }
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { word, say };
}
