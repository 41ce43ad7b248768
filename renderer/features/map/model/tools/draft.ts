import { distanceM, type Position } from '#domain/geodesy/datum.ts';
import { circleRing } from './measure.ts';

/** A line or ring that the dispatcher is drawing. */
export type Draft = {
  readonly tool: 'measure' | 'fence' | 'circle';
  /** The fence that is being changed; null: a new one, or a measurement. */
  readonly fenceId: string | null;
  /** Corners in order; of a circle first its middle alone. */
  readonly points: readonly Position[];
  /** The last corner is joined to the first, and nothing more is added at the end. */
  readonly closed: boolean;
  /** A measured line that has its end. */
  readonly ended: boolean;
  /** The corner that keys act on. */
  readonly chosen: number | null;
  /** Where the next corner would be. */
  readonly hover: Position | null;
};

export type DraftStep =
  | { readonly step: 'press'; readonly at: Position; readonly onFirst: boolean }
  | { readonly step: 'hover'; readonly at: Position | null }
  | { readonly step: 'choose'; readonly index: number | null }
  | { readonly step: 'move'; readonly index: number; readonly at: Position }
  /** A new corner after this one. */
  | { readonly step: 'insert'; readonly index: number; readonly at: Position }
  | { readonly step: 'remove'; readonly index: number }
  /** Backspace: the chosen corner of a ring, else the last one that was set. */
  | { readonly step: 'takeBack' }
  /** Enter, or a double click. */
  | { readonly step: 'finish' }
  | { readonly step: 'radius'; readonly radiusM: number };

const FEWEST_CORNERS = 3;
const LEAST_RADIUS_M = 5;

export function startDraft(tool: Draft['tool']): Draft {
  return { tool, fenceId: null, points: [], closed: false, ended: false, chosen: null, hover: null };
}

export function editRing(fenceId: string, ring: readonly Position[]): Draft {
  return { ...startDraft('fence'), fenceId, points: ring, closed: true };
}

/** Radius of the circle that is being drawn, metres; null: it has no middle yet, or is a ring already. */
export function draftRadiusM({ tool, points, hover, closed }: Draft): number | null {
  const [centre] = points;
  return tool === 'circle' && !closed && centre ? (hover ? distanceM(centre, hover) : 0) : null;
}

function withCircle(draft: Draft, radiusM: number): Draft {
  const [centre] = draft.points;
  return centre && radiusM >= LEAST_RADIUS_M ? { ...draft, points: circleRing(centre, radiusM), closed: true, hover: null } : draft;
}

function pressed(draft: Draft, at: Position, onFirst: boolean): Draft {
  const { points, closed, ended, tool } = draft;
  if (tool === 'measure' && (closed || ended)) {
    return { ...startDraft('measure'), points: [at] };
  }
  if (closed) {
    return { ...draft, chosen: null };
  }
  const [centre] = points;
  if (tool === 'circle' && centre) {
    return withCircle(draft, distanceM(centre, at));
  }
  if (onFirst && points.length >= FEWEST_CORNERS) {
    return { ...draft, closed: true, hover: null };
  }
  const last = points.at(-1);
  // The second press of a double click is no corner.
  return last && last[0] === at[0] && last[1] === at[1] ? draft : { ...draft, points: [...points, at] };
}

function without(draft: Draft, index: number): Draft {
  const fewest = draft.closed ? FEWEST_CORNERS : 0;
  return draft.points.length <= fewest ? draft : { ...draft, points: draft.points.toSpliced(index, 1), chosen: null, ended: false };
}

function finished(draft: Draft): Draft {
  const { tool, points } = draft;
  if (tool === 'measure') {
    return points.length >= 2 ? { ...draft, ended: true, hover: null } : draft;
  }
  if (tool === 'circle') {
    return withCircle(draft, draftRadiusM(draft) ?? 0);
  }
  return points.length >= FEWEST_CORNERS ? { ...draft, closed: true, hover: null } : draft;
}

export function stepDraft(draft: Draft, change: DraftStep): Draft {
  switch (change.step) {
    case 'press':
      return pressed(draft, change.at, change.onFirst);
    case 'hover':
      return draft.closed || draft.ended || draft.points.length === 0 ? draft : { ...draft, hover: change.at };
    case 'choose':
      return { ...draft, chosen: change.index };
    case 'move':
      return { ...draft, points: draft.points.with(change.index, change.at), chosen: change.index };
    case 'insert':
      return { ...draft, points: draft.points.toSpliced(change.index + 1, 0, change.at), chosen: change.index + 1 };
    case 'remove':
      return without(draft, change.index);
    case 'takeBack':
      return draft.closed ? (draft.chosen === null ? draft : without(draft, draft.chosen)) : without(draft, draft.points.length - 1);
    case 'finish':
      return finished(draft);
    case 'radius':
      return withCircle(draft, change.radiusM);
  }
}
