import { describe, expect, it } from 'vitest';
import { createDrawnRows, type DrawnState } from './drawnRows.ts';
import { createUnitMotion } from './unitMotion.ts';
import { fakeUnits } from './unitPositions.builder.ts';
import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';

/** At zoom 7.5 and at zoom 16: what the whole province and what one street block shows. */
const provincePxPerDeg = (512 * 2 ** 7.5) / 360;
const streetPxPerDeg = (512 * 2 ** 16) / 360;

function drawnOnce() {
  const units = fakeUnits([
    { longitude: 119.3, latitude: 26.08, speedMps: 15, headingDeg: 90 },
    { longitude: 118.09, latitude: 24.48 },
  ]);
  const motion = createUnitMotion();
  motion.receive(units, 0);
  const state: DrawnState = { motion, states: units.states };
  const drawn = createDrawnRows();
  expect(drawn.differ(state, provincePxPerDeg)).toBe(true);
  drawn.note(state);
  const move = (change: Parameters<typeof units.move>[1]) => {
    units.move(0, change);
    motion.receive(units, 0);
    motion.step(1000);
  };
  return { state, drawn, move };
}

describe('createDrawnRows', () => {
  it('asks for nothing while nothing changes', () => {
    const { state, drawn } = drawnOnce();
    expect(drawn.differ(state, streetPxPerDeg)).toBe(false);
  });

  it('passes over a drive of 15 m when a pixel is 500 m, and draws it when a pixel is 2 m', () => {
    const { state, drawn, move } = drawnOnce();
    move({ longitude: 119.30015 });
    expect(drawn.differ(state, provincePxPerDeg)).toBe(false);
    expect(drawn.differ(state, streetPxPerDeg)).toBe(true);
  });

  it('adds small steps up until they show', () => {
    const { state, drawn, move } = drawnOnce();
    let steps = 0;
    do {
      steps += 1;
      move({ latitude: 26.08 + steps * 0.00015 });
    } while (!drawn.differ(state, provincePxPerDeg) && steps < 100);
    expect(steps).toBeGreaterThan(5);
    expect(steps).toBeLessThan(20);
  });

  it('draws a turn, a halt and a change of state at once', () => {
    const turned = drawnOnce();
    turned.move({ headingDeg: 120 });
    expect(turned.drawn.differ(turned.state, provincePxPerDeg)).toBe(true);
    const halted = drawnOnce();
    halted.move({ speedMps: 0 });
    expect(halted.drawn.differ(halted.state, provincePxPerDeg)).toBe(true);
    const silent = drawnOnce();
    silent.move({ state: UNIT_STATE.stale });
    expect(silent.drawn.differ(silent.state, provincePxPerDeg)).toBe(true);
  });
});
