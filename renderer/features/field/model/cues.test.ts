import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { TalkLineState } from '../../../media/talk/talkLine.ts';
import { followCues, type Cue } from './cues.ts';
import type { OpenSos, SosState } from './sosButton.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aPhone() {
  const played: Cue[] = [];
  const sos = createStore<SosState>(() => ({ unsent: null, open: null, problem: null, takingBack: false }));
  const talk = createStore<TalkLineState | null>(() => null);
  const stop = followCues({ sos, talk, play: (cue) => played.push(cue) });
  const sosIs = (state: OpenSos['state']) => sos.setState({ open: { alarmId: 'a' as OpenSos['alarmId'], state, answeredBy: null, helpName: null } });
  const call = (state: 'ringing' | 'open', fromUnit: boolean) => talk.setState({ calls: [{ state, fromUnit }] } as unknown as TalkLineState);
  return { played, sosIs, call, talk, stop };
}

describe('cues of the field page', () => {
  it('tells once that an SOS was answered', () => {
    const { played, sosIs } = aPhone();
    sosIs('raised');
    expect(played).toEqual([]);
    sosIs('acknowledged');
    sosIs('dispatched');
    expect(played).toEqual(['sosAnswered']);
  });

  it('rings while it is called, and not for its own call', () => {
    const { played, call, stop } = aPhone();
    call('ringing', true);
    expect(played).toEqual([]);
    call('ringing', false);
    call('ringing', false);
    vi.advanceTimersByTime(6_500);
    expect(played).toEqual(['called', 'called', 'called']);
    call('open', false);
    vi.advanceTimersByTime(9_000);
    expect(played).toHaveLength(3);
    stop();
  });
});
