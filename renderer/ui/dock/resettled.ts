import type { DockLayout, DockPart, DockTabs } from './dockLayout.ts';

type Size = { readonly row: number; readonly column: number };
type Axis = DockLayout['axis'];

/**
 * The same arrangement with everything as large as it was before: a group that went leaves its room to its neighbours
 * by their size, and a new one takes an average part of theirs. (The library makes all of them equal.)
 */
export function resettled(before: DockLayout, after: DockLayout): DockLayout {
  const groups = sizesOf(before.parts, before.axis, { row: 1, column: 1 });
  const claimed = new Set<DockTabs>();
  const sizes = new Map<DockPart, Size | null>();
  const measure = (part: DockPart, axis: Axis): Size | null => {
    const size = part.kind === 'tabs' ? claim(part) : whole(part.parts.map((inner) => measure(inner, across(axis))), across(axis));
    sizes.set(part, size);
    return size;
  };
  /** The group it was: the one that most of its panels come from; one that was split goes on as its first half. */
  const claim = (tabs: DockTabs): Size | null => {
    const shared = ({ panels }: DockTabs) => panels.filter((id) => tabs.panels.includes(id)).length;
    const [best] = [...groups.keys()].filter((group) => shared(group) > 0 && !claimed.has(group)).toSorted((a, b) => shared(b) - shared(a));
    if (best === undefined) {
      return null;
    }
    claimed.add(best);
    return groups.get(best) ?? null;
  };
  after.parts.forEach((part) => measure(part, after.axis));
  const settle = (parts: readonly DockPart[], axis: Axis): DockPart[] => {
    const known = parts.flatMap((part) => sizes.get(part)?.[axis] ?? []);
    const average = known.reduce((sum, size) => sum + size, 0) / Math.max(1, known.length);
    const along = parts.map((part) => sizes.get(part)?.[axis] ?? (average || 1));
    const total = along.reduce((sum, size) => sum + size, 0);
    return parts.map((part, index) => ({ ...part, share: (along[index] ?? 0) / total, ...(part.kind === 'split' ? { parts: settle(part.parts, across(axis)) } : {}) }));
  };
  return { axis: after.axis, parts: settle(after.parts, after.axis) };
}

/** How many rows of tabs there are. */
export function groupCount({ parts }: Pick<DockLayout, 'parts'>): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'tabs' ? 1 : groupCount(part)), 0);
}

function sizesOf(parts: readonly DockPart[], axis: Axis, area: Size): Map<DockTabs, Size> {
  return new Map(
    parts.flatMap((part) => {
      const size = { ...area, [axis]: area[axis] * part.share };
      return part.kind === 'tabs' ? [[part, size] as const] : [...sizesOf(part.parts, across(axis), size)];
    }),
  );
}

/** Along the axis together, across it the widest. */
function whole(sizes: readonly (Size | null)[], axis: Axis): Size | null {
  const known = sizes.filter((size) => size !== null);
  return known.length === 0
    ? null
    : ({ [axis]: known.reduce((sum, size) => sum + size[axis], 0), [across(axis)]: Math.max(...known.map((size) => size[across(axis)])) } as Size);
}

function across(axis: Axis): Axis {
  return axis === 'row' ? 'column' : 'row';
}
