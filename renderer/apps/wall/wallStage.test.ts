import { describe, expect, it } from 'vitest';
import { gridOfFeeds } from '#domain/wall/layouts.ts';
import { courtCode, feedId, slotId } from '#protocol/nouns/ids.ts';
import type { WallSlot } from '#protocol/wall/slots.ts';
import { wallStage } from './wallStage.ts';

const FEED = feedId.parse('019a0000-0000-7000-8000-0000000000f1');
const slot: WallSlot = { courtCode: courtCode.parse('闽'), placed: true, deviceName: 'desk', slotId: slotId.parse('wall-2'), layout: gridOfFeeds({ columns: 1, rows: 1 }, [FEED]), layoutVersion: 1, version: 1, shown: true, screen: null };
const empty = { ...slot, layout: gridOfFeeds({ columns: 2, rows: 1 }, []) };
const shown = { phase: 'online', error: null, everSynced: true, hasSlotId: true, slot, taken: false, visited: false } as const;

describe('wallStage', () => {
  it('shows the grid, and calm standby when there is nothing to show', () => {
    expect(wallStage(shown)).toBe('grid');
    expect(wallStage({ ...shown, slot: empty })).toBe('standby');
    expect(wallStage({ ...shown, slot: empty, taken: true })).toBe('grid');
  });

  it('shows nothing on a display that was made dark, whatever would be on it and wherever the hall is', () => {
    const blank = { ...slot, layout: { ...slot.layout, blank: true } };
    expect(wallStage({ ...shown, slot: blank, taken: true })).toBe('blank');
    expect(wallStage({ ...shown, slot: blank, phase: 'offline' })).toBe('blank');
  });

  it('shows visitors nothing else, not while the hall is away either', () => {
    expect(wallStage({ ...shown, visited: true })).toBe('visit');
    expect(wallStage({ ...shown, visited: true, phase: 'offline' })).toBe('visit');
  });

  it('keeps the last layout while the hall is away and shows a standby picture only when it never had one', () => {
    expect(wallStage({ ...shown, phase: 'offline' })).toBe('gridOutOfReach');
    expect(wallStage({ ...shown, phase: 'offline', everSynced: false, slot: undefined })).toBe('unreachable');
    expect(wallStage({ ...shown, phase: 'connecting', everSynced: false, slot: undefined })).toBe('connecting');
  });

  it('says when a person has to act', () => {
    expect(wallStage({ ...shown, phase: 'refused', error: 'replaced' })).toBe('refused');
    expect(wallStage({ ...shown, phase: 'refused', error: 'tokenRevoked' })).toBe('enrolmentEnded');
    expect(wallStage({ ...shown, phase: 'offline', error: 'tokenRevoked' })).toBe('gridOutOfReach');
    expect(wallStage({ ...shown, hasSlotId: false })).toBe('unassigned');
    expect(wallStage({ ...shown, slot: undefined })).toBe('unassigned');
  });
});
