import { describe, expect, it } from 'vitest';
import { headlineOf, IDLE_SENDER, INITIAL_STATE, linkTrouble, type StationState } from './stationState.ts';

function aState(changes: Partial<StationState> = {}): StationState {
  return { ...INITIAL_STATE, running: true, phase: 'online', wasOnline: true, sender: { ...IDLE_SENDER, phase: 'live' }, ...changes };
}

describe('the headline', () => {
  it.each<[string, Partial<StationState>]>([
    ['idle', { running: false }],
    ['live', {}],
    ['connecting', { phase: 'connecting', wasOnline: false }],
    ['connecting', { phase: 'offline', wasOnline: false, linkError: 'disconnected' }],
    ['connecting', { sender: { ...IDLE_SENDER, phase: 'publishing' } }],
    ['interrupted', { phase: 'offline' }],
    ['interrupted', { phase: 'connecting' }],
    ['interrupted', { sender: { ...IDLE_SENDER, phase: 'interrupted' } }],
    ['noPicture', { cameraProblem: 'denied' }],
    ['refused', { phase: 'refused', linkError: 'tokenExpired', cameraProblem: 'denied' }],
  ])('is %s', (headline, changes) => {
    expect(headlineOf(aState(changes))).toBe(headline);
  });
});

describe('the trouble with the connection', () => {
  it('has a name for what a person can mend, and for nothing while all is well', () => {
    expect(linkTrouble(aState())).toBeNull();
    expect(linkTrouble(aState({ phase: 'refused', linkError: 'tokenExpired' }))).toBe('tokenExpired');
    expect(linkTrouble(aState({ phase: 'offline', linkError: 'internal' }))).toBe('other');
    expect(linkTrouble(aState({ running: false, phase: 'refused', linkError: 'tokenExpired' }))).toBeNull();
  });
});
