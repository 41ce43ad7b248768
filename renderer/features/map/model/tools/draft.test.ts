import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceM, type Position } from '#domain/geodesy/datum.ts';
import { draftRadiusM, editRing, startDraft, stepDraft, type Draft, type DraftStep } from './draft.ts';

const A: Position = [118, 25];
const B: Position = [118.01, 25];
const C: Position = [118.01, 25.01];
const D: Position = [118, 25.01];
const press = (at: Position, onFirst = false): DraftStep => ({ step: 'press', at, onFirst });
const after = (draft: Draft, ...steps: DraftStep[]): Draft => steps.reduce(stepDraft, draft);

describe('drawing a fence', () => {
  it('sets corners, passes over the second press of a double click, and closes on Enter', () => {
    const drawn = after(startDraft('fence'), press(A), press(B), press(C), press(C), { step: 'finish' });
    expect(drawn.points).toEqual([A, B, C]);
    expect(drawn.closed).toBe(true);
  });

  it('closes on its first corner, but not before it has three', () => {
    expect(after(startDraft('fence'), press(A), press(B), press(A, true)).closed).toBe(false);
    const closed = after(startDraft('fence'), press(A), press(B), press(C), press(A, true));
    expect(closed).toMatchObject({ closed: true, points: [A, B, C] });
    expect(after(closed, press(D)).points).toHaveLength(3);
  });

  it('takes back one corner after the other', () => {
    const back: DraftStep = { step: 'takeBack' };
    expect(after(startDraft('fence'), press(A), press(B), back).points).toEqual([A]);
    expect(after(startDraft('fence'), press(A), back, back).points).toEqual([]);
  });
});

describe('changing a ring', () => {
  it('moves, inserts and removes corners, and never leaves fewer than three', () => {
    const ring = editRing('fence', [A, B, C]);
    const inserted = after(ring, { step: 'insert', index: 2, at: D });
    expect(inserted).toMatchObject({ points: [A, B, C, D], chosen: 3 });
    expect(after(inserted, { step: 'move', index: 0, at: [117.9, 25] }).points[0]).toEqual([117.9, 25]);
    expect(after(inserted, { step: 'takeBack' }).points).toEqual([A, B, C]);
    expect(after(ring, { step: 'choose', index: 1 }, { step: 'takeBack' }).points).toHaveLength(3);
    expect(after(ring, { step: 'takeBack' }).points).toHaveLength(3);
  });

  it('keeps at least three corners whatever is done to it', () => {
    const index = fc.nat({ max: 2 });
    const at = fc.tuple(fc.double({ min: 116, max: 120, noNaN: true }), fc.double({ min: 24, max: 28, noNaN: true }));
    const step = fc.oneof(
      fc.record({ step: fc.constant('insert' as const), index, at }),
      fc.record({ step: fc.constant('move' as const), index, at }),
      fc.record({ step: fc.constant('remove' as const), index }),
      fc.record({ step: fc.constant('choose' as const), index }),
      fc.constant({ step: 'takeBack' as const }),
      fc.record({ step: fc.constant('press' as const), at, onFirst: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const result = after(editRing('fence', [A, B, C]), ...steps);
        expect(result.closed).toBe(true);
        expect(result.points.length).toBeGreaterThanOrEqual(3);
        expect(result.chosen === null || result.chosen < result.points.length).toBe(true);
      }),
    );
  });
});

describe('drawing a circle', () => {
  it('takes its radius from the pointer or from a number', () => {
    const open = after(startDraft('circle'), press(A), { step: 'hover', at: B });
    expect(draftRadiusM(open)).toBeCloseTo(distanceM(A, B), 6);
    const byNumber = after(open, { step: 'radius', radiusM: 800 });
    expect(byNumber.closed).toBe(true);
    expect(distanceM(A, byNumber.points[7]!)).toBeCloseTo(800, 2);
    expect(after(open, press(B)).points).toHaveLength(48);
    expect(after(startDraft('circle'), press(A), press(A)).closed).toBe(false);
  });
});

describe('measuring', () => {
  it('ends on Enter and begins anew with the next press', () => {
    const ended = after(startDraft('measure'), press(A), press(B), { step: 'finish' });
    expect(ended).toMatchObject({ ended: true, points: [A, B], hover: null });
    expect(after(ended, press(C))).toMatchObject({ ended: false, points: [C] });
    expect(after(startDraft('measure'), press(A), { step: 'finish' }).ended).toBe(false);
  });
});
