import { useRef, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { distanceM, type Position } from '#domain/geodesy/datum.ts';
import { draftRadiusM, type Draft, type DraftStep } from '../../model/tools/draft.ts';
import { circleRing, pathLengthM } from '../../model/tools/measure.ts';
import { ringFault } from '../../model/tools/ring.ts';
import type { HallMap } from '../hallMap.ts';
import { useDistanceText } from '../useDistanceText.ts';
import styles from './tools.module.css';
import { useCamera } from './useCamera.ts';

type DraftLayerProps = { readonly map: HallMap; readonly draft: Draft; readonly onStep: (step: DraftStep) => void };

const CORNER_PX = 6;
const MIDDLE_PX = 4.5;
const NUDGE_PX = 2;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-NUDGE_PX, 0], ArrowRight: [NUDGE_PX, 0], ArrowUp: [0, -NUDGE_PX], ArrowDown: [0, NUDGE_PX] };

/** What is being drawn, with a handle at each corner and, once it is closed, one between each two. */
export function DraftLayer({ map, draft, onStep }: DraftLayerProps) {
  useCamera(map);
  const { t } = useTranslation();
  const distanceText = useDistanceText();
  const dragged = useRef<number | null>(null);
  const { points, closed, tool, hover, ended } = draft;
  const [first] = points;
  const radiusM = draftRadiusM(draft);
  const outline = radiusM !== null && first ? circleRing(first, radiusM) : hover && !closed && !ended ? [...points, hover] : points;
  const screen = outline.map((position) => map.screenOf(position));
  // A corner has no other name than its place in the ring.
  const corners = points.map((position, index) => ({ name: `corner ${index}`, ...map.screenOf(position) }));
  const ring = closed || radiusM !== null;
  const faulty = closed && tool !== 'measure' && ringFault(points) !== null;

  const positionAt = (event: PointerEvent<SVGElement>): Position => {
    const frame = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    return map.positionOf({ x: event.clientX - (frame?.left ?? 0), y: event.clientY - (frame?.top ?? 0) });
  };
  const handle = (index: number, begin: (event: PointerEvent<SVGElement>) => void) => ({
    onPointerDown: (event: PointerEvent<SVGElement>) => {
      if (event.button === 0) {
        event.currentTarget.setPointerCapture(event.pointerId);
        dragged.current = index;
        begin(event);
      }
    },
    onPointerMove: (event: PointerEvent<SVGElement>) => dragged.current !== null && onStep({ step: 'move', index: dragged.current, at: positionAt(event) }),
    onPointerUp: () => {
      dragged.current = null;
    },
  });
  const middles = closed && tool !== 'measure' ? corners.map((corner, index) => ({ name: `after ${corner.name}`, from: corner, to: corners[(index + 1) % corners.length] ?? corner })) : [];
  const pieces =
    tool === 'measure' && outline.length > 2
      ? outline.slice(1).map((to, index) => {
          const from = outline[index] ?? to;
          const [before, after] = [map.screenOf(from), map.screenOf(to)];
          return { name: `piece ${index}`, x: (before.x + after.x) / 2, y: (before.y + after.y) / 2, lengthM: distanceM(from, to) };
        })
      : [];
  const last = corners.at(-1);
  return (
    <svg className={styles.layer} data-map-draft={tool} aria-label={t('map.tools.drawing')}>
      {ring ? (
        <polygon className={styles.area} data-faulty={faulty} points={screen.map(({ x, y }) => `${x},${y}`).join(' ')} />
      ) : (
        <polyline className={styles.line} points={screen.map(({ x, y }) => `${x},${y}`).join(' ')} />
      )}
      {middles.map(({ name, from, to }, index) => (
        <circle
          key={name}
          className={styles.middle}
          cx={(from.x + to.x) / 2}
          cy={(from.y + to.y) / 2}
          r={MIDDLE_PX}
          {...handle(index + 1, (event) => onStep({ step: 'insert', index, at: positionAt(event) }))}
        />
      ))}
      {corners.map(({ name, x, y }, index) => (
        <circle
          key={name}
          className={styles.corner}
          data-chosen={draft.chosen === index}
          tabIndex={closed ? 0 : -1}
          role="button"
          aria-label={t('map.tools.corner', { number: index + 1, count: corners.length })}
          cx={x}
          cy={y}
          r={CORNER_PX}
          onFocus={() => onStep({ step: 'choose', index })}
          onKeyDown={(event) => {
            const shift = ARROWS[event.key];
            if (shift) {
              event.preventDefault();
              event.stopPropagation();
              onStep({ step: 'move', index, at: map.positionOf({ x: x + shift[0], y: y + shift[1] }) });
            }
          }}
          onDoubleClick={() => onStep({ step: 'remove', index })}
          {...(closed
            ? handle(index, () => onStep({ step: 'choose', index }))
            : { onClick: () => onStep(index === corners.length - 1 && tool !== 'circle' ? { step: 'finish' } : { step: 'press', at: points[index] ?? [0, 0], onFirst: index === 0 }) })}
        />
      ))}
      {pieces.map(({ name, x, y, lengthM }) => (
        <text key={name} className={styles.piece} x={x} y={y - 6}>
          {distanceText(lengthM)}
        </text>
      ))}
      {tool === 'measure' && last && points.length > 1 && (
        <text className={styles.total} x={last.x + 12} y={last.y + 18}>
          {distanceText(pathLengthM(points, closed))}
        </text>
      )}
      {radiusM !== null && screen[12] && (
        <text className={styles.total} x={screen[12].x + 10} y={screen[12].y}>
          {distanceText(radiusM)}
        </text>
      )}
    </svg>
  );
}
