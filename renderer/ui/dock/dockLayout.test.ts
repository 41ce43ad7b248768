import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepPanels, neighboursOf, panelsOf, sameArrangement, type DockLayout, type DockPart } from './dockLayout.ts';
import { fromDockview, toDockview } from './dockviewShape.ts';
import { groupCount, resettled } from './resettled.ts';

const tabs = (share: number, ...panels: string[]): DockPart => ({ kind: 'tabs', share, panels, active: panels.at(-1)! });
const split = (share: number, ...parts: DockPart[]): DockPart => ({ kind: 'split', share, parts });
const DESK: DockLayout = { axis: 'row', parts: [tabs(0.2, 'units', 'roster'), split(0.5, tabs(0.7, 'map'), tabs(0.3, 'wall')), tabs(0.3, 'feeds')] };

function sharesOf({ parts }: Pick<DockLayout, 'parts'>): number[] {
  return [parts.reduce((sum, { share }) => sum + share, 0), ...parts.flatMap((part) => (part.kind === 'split' ? sharesOf(part) : []))];
}

/** Arrangements as people make them: no empty row of tabs, no split of one. */
const layouts = fc.integer({ min: 1, max: 9 }).chain((count) =>
  fc.infiniteStream(fc.integer({ min: 0, max: 7 })).map((stream) => {
    const next = () => Number(stream.next().value ?? 0);
    const build = (ids: string[], depth: number): DockPart[] => {
      if (ids.length === 1 || depth > 2 || next() < 3) {
        return [{ kind: 'tabs', share: 1, panels: ids, active: ids[next() % ids.length]! }];
      }
      const cut = 1 + (next() % (ids.length - 1));
      return [ids.slice(0, cut), ids.slice(cut)].map((some) => {
        const [only, ...more] = build(some, depth + 1);
        return more.length === 0 ? { ...only!, share: 0.5 } : { kind: 'split', share: 0.5, parts: [only!, ...more] };
      });
    };
    return { axis: next() < 4 ? 'row' : 'column', parts: build(Array.from({ length: count }, (_, index) => `p${index}`), 0) } satisfies DockLayout;
  }),
);

describe('an arrangement', () => {
  it('gives the room of panels that are not there to their neighbours', () => {
    expect(keepPanels(DESK, (id) => id !== 'wall' && id !== 'roster')).toEqual({
      axis: 'row',
      parts: [{ ...tabs(0.2, 'units'), active: 'units' }, tabs(0.5, 'map'), tabs(0.3, 'feeds')],
    });
  });

  it('keeps exactly those panels, in their order, and fills the screen', () => {
    fc.assert(
      fc.property(layouts, fc.array(fc.nat(9)), (layout, gone) => {
        const isThere = (id: string) => !gone.includes(Number(id.slice(1)));
        const kept = keepPanels(layout, isThere);
        expect(panelsOf(kept)).toEqual(panelsOf(layout).filter(isThere));
        for (const sum of panelsOf(kept).length === 0 ? [] : sharesOf(kept)) {
          expect(sum).toBeCloseTo(1, 9);
        }
        expect(keepPanels(kept, isThere)).toEqual(kept);
      }),
    );
  });

  it('goes through the library’s form and back, on any screen', () => {
    const shape = () => ({ title: '面板', minWidthPx: 100, minHeightPx: 80 });
    fc.assert(
      fc.property(layouts, fc.integer({ min: 800, max: 4_000 }), fc.integer({ min: 600, max: 2_200 }), (layout, widthPx, heightPx) => {
        const drawn = toDockview(layout, { widthPx, heightPx }, shape);
        expect(Object.keys(drawn.panels).toSorted()).toEqual(panelsOf(layout).toSorted());
        const back = fromDockview(drawn);
        expect({ axis: back.axis, panels: panelsOf(back) }).toEqual({ axis: layout.axis, panels: panelsOf(layout) });
        expect(JSON.stringify(rounded(back.parts))).toBe(JSON.stringify(rounded(layout.parts)));
      }),
    );
  });

  it('is the same one however its pixels were rounded, and another one when something was moved', () => {
    const [units, middle, feeds] = DESK.parts as [DockPart, DockPart, DockPart];
    expect(sameArrangement(DESK, { ...DESK, parts: [{ ...units, share: 0.204 }, { ...middle, share: 0.496 }, feeds] })).toBe(true);
    expect(sameArrangement(DESK, { ...DESK, parts: [{ ...units, share: 0.25 }, { ...middle, share: 0.45 }, feeds] })).toBe(false);
    expect(sameArrangement(DESK, { ...DESK, parts: [units, feeds, middle] })).toBe(false);
    expect(sameArrangement(DESK, { ...DESK, parts: [{ ...units, active: 'units' } as DockPart, middle, feeds] })).toBe(false);
    expect(sameArrangement(DESK, { ...DESK, axis: 'column' })).toBe(false);
  });

  it('keeps the sizes of what stays when a group goes, and of the others when one comes', () => {
    const equal = { axis: 'row', parts: [tabs(0.5, 'units', 'roster'), split(0.5, tabs(0.5, 'map', 'feeds'), tabs(0.5, 'wall'))] } satisfies DockLayout;
    const [units, middle] = resettled(DESK, equal).parts;
    expect([units?.share.toFixed(3), middle?.share.toFixed(3)]).toEqual(['0.286', '0.714']);
    expect(middle?.kind === 'split' && middle.parts.map(({ share }) => share.toFixed(2))).toEqual(['0.70', '0.30']);
    const more = { axis: 'row', parts: [tabs(0.25, 'units'), tabs(0.25, 'roster'), split(0.25, tabs(0.5, 'map'), tabs(0.5, 'wall')), tabs(0.25, 'feeds')] } satisfies DockLayout;
    expect(resettled(DESK, more).parts.map(({ share }) => share.toFixed(2))).toEqual(['0.15', '0.25', '0.38', '0.23']);
    expect([groupCount(DESK), groupCount(more)]).toEqual([4, 5]);
  });

  it('changes nothing where nothing went', () => {
    fc.assert(fc.property(layouts, (layout) => sameArrangement(resettled(layout, layout), layout)));
  });

  it('tells whose tabs a panel stands among', () => {
    expect(neighboursOf(DESK, 'roster')).toEqual(['units']);
    expect(neighboursOf(DESK, 'map')).toEqual([]);
    expect(neighboursOf(DESK, 'unknown')).toEqual([]);
  });
});

function rounded(parts: readonly DockPart[]): unknown[] {
  return parts.map((part) => [part.share.toFixed(6), part.kind === 'tabs' ? [part.panels, part.active] : rounded(part.parts)]);
}
