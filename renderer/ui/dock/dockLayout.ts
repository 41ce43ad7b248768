/** Panels behind one row of tabs. `share` is its part of the axis it lies on, 0 to 1. */
export type DockTabs = { readonly kind: 'tabs'; readonly share: number; readonly panels: readonly string[]; readonly active: string };
/** Parts beside each other, across the axis of the split around it. */
export type DockSplit = { readonly kind: 'split'; readonly share: number; readonly parts: readonly DockPart[] };
export type DockPart = DockTabs | DockSplit;

/** An arrangement of panels by their ids, free of pixels: it fits every screen. */
export type DockLayout = { readonly axis: 'row' | 'column'; readonly parts: readonly DockPart[] };

/** Panels of an arrangement, as they are read: left to right, top to bottom. */
export function panelsOf({ parts }: Pick<DockLayout, 'parts'>): string[] {
  return parts.flatMap((part) => (part.kind === 'tabs' ? part.panels : panelsOf(part)));
}

/** The arrangement of those panels alone; what they leave free goes to their neighbours. */
export function keepPanels(layout: DockLayout, isThere: (panelId: string) => boolean): DockLayout {
  const kept = keptParts(layout.parts, isThere);
  const [only] = kept;
  // A single split would turn the axes of everything in it.
  return kept.length === 1 && only?.kind === 'split' ? { axis: layout.axis === 'row' ? 'column' : 'row', parts: only.parts } : { axis: layout.axis, parts: kept };
}

/** Those that share the row of tabs with it, nearest relations first; none where it stands alone. */
export function neighboursOf({ parts }: Pick<DockLayout, 'parts'>, panelId: string): string[] {
  for (const part of parts) {
    const found = part.kind === 'split' ? neighboursOf(part, panelId) : part.panels.includes(panelId) ? part.panels.filter((id) => id !== panelId) : [];
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

/** Shares that differ by less are the same: pixels are whole. */
const SAME_SHARE = 0.01;

/** Whether they look the same on a screen. */
export function sameArrangement(a: DockLayout, b: DockLayout): boolean {
  return a.axis === b.axis && sameParts(a.parts, b.parts);
}

function sameParts(a: readonly DockPart[], b: readonly DockPart[]): boolean {
  return (
    a.length === b.length &&
    a.every((left, index) => {
      const right = b[index]!;
      if (Math.abs(left.share - right.share) > SAME_SHARE) {
        return false;
      }
      return left.kind === 'tabs'
        ? right.kind === 'tabs' && left.active === right.active && left.panels.join() === right.panels.join()
        : right.kind === 'split' && sameParts(left.parts, right.parts);
    })
  );
}

function keptParts(parts: readonly DockPart[], isThere: (panelId: string) => boolean): DockPart[] {
  const kept = parts.flatMap((part) => keptPart(part, isThere));
  const whole = kept.reduce((sum, { share }) => sum + share, 0);
  return kept.map((part) => ({ ...part, share: whole > 0 ? part.share / whole : 1 / kept.length }));
}

function keptPart(part: DockPart, isThere: (panelId: string) => boolean): DockPart[] {
  if (part.kind === 'tabs') {
    const panels = part.panels.filter(isThere);
    const [first] = panels;
    return first === undefined ? [] : [{ ...part, panels, active: panels.includes(part.active) ? part.active : first }];
  }
  const parts = keptParts(part.parts, isThere);
  const [only] = parts;
  if (parts.length > 1) {
    return [{ ...part, parts }];
  }
  // What is left alone takes the place of its split; a split in it lies on this axis again.
  return only === undefined ? [] : only.kind === 'tabs' ? [{ ...only, share: part.share }] : only.parts.map((inner) => ({ ...inner, share: inner.share * part.share }));
}
