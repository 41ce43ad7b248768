import { useContext, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { Stroke } from '#protocol/wall/drawings.ts';
import { useHall, useHallState, useSession } from '../../hall/index.ts';
import { useVisit } from '../../visit/index.ts';
import { followPen } from '../model/followPen.ts';
import { PenContext } from '../model/pen.ts';
import { sketchBookOf, type Sketch } from '../model/sketchBook.ts';
import styles from './DrawingLayer.module.css';

type Line = Pick<Stroke, 'strokeId' | 'colour' | 'points' | 'byName'>;
const NONE: readonly Stroke[] = [];
const NO_SKETCHES: readonly Sketch[] = [];

/** What stands on the picture, and what is being drawn on it now; fills the box of the whole picture. */
export function DrawingLayer({ feedId }: { feedId: FeedId }) {
  const { link } = useHall();
  const visit = useVisit();
  const pen = useContext(PenContext);
  const kept = useHallState((state) => state.log.drawings.get(feedId)?.strokes) ?? NONE;
  const book = sketchBookOf(link);
  const sketches = useStore(book.sketches, (all) => all.get(feedId)) ?? NO_SKETCHES;
  useEffect(() => kept.forEach(({ strokeId }) => book.drop(strokeId)), [book, kept]);
  const lines = useMemo<readonly Line[]>(() => {
    const ids = new Set(kept.map(({ strokeId }) => strokeId));
    return [...kept, ...sketches.filter(({ strokeId }) => !ids.has(strokeId))];
  }, [kept, sketches]);
  if (visit !== null || (lines.length === 0 && pen === null)) {
    return null;
  }
  return (
    <div className={styles.layer} data-role="drawing" data-strokes={lines.length}>
      <svg className={styles.lines} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {lines.map(({ strokeId, colour, points }) => <polyline key={strokeId} className={styles.line} data-colour={colour} points={points.join(' ')} />)}
      </svg>
      {lines.map(({ strokeId, colour, points, byName }) => (
        <span key={strokeId} className={styles.name} data-colour={colour} style={placeOf(points)}>{byName}</span>
      ))}
      {pen !== null && <PenPad feedId={feedId} />}
    </div>
  );
}

/** At the end of the line, on the side that has room. */
function placeOf(points: readonly number[]) {
  const [x, y] = [points.at(-2) ?? 0, points.at(-1) ?? 0];
  return { left: `${x * 100}%`, top: `${y * 100}%`, transform: `translate(${x > 0.8 ? '-100%' : '0'}, ${y > 0.85 ? '-110%' : '10%'})` };
}

function PenPad({ feedId }: { feedId: FeedId }) {
  const { link } = useHall();
  const { person } = useSession();
  const pen = useContext(PenContext);
  const pad = useRef<HTMLDivElement>(null);
  const held = useRef(pen);
  useEffect(() => {
    held.current = pen;
  }, [pen]);
  const byName = person?.name ?? '';
  useEffect(() => (pad.current ? followPen(pad.current, { link, book: sketchBookOf(link), feedId, byName, pen: () => held.current }) : undefined), [link, feedId, byName]);
  return <div ref={pad} className={styles.pad} data-role="pen-pad" />;
}
