import { describe, expect, it } from 'vitest';
import { NO_COMPLAINT, refreshStep, type Complaint } from './refreshStep.ts';

const old = { consumerMadeAt: 0, transportMadeAt: 0 };

function stepsAt(times: number[], options: { othersMove: boolean; consumerMadeAt?: number; transportMadeAt?: number }): string[] {
  let complaint: Complaint = NO_COMPLAINT;
  return times.map((now) => {
    const result = refreshStep(complaint, { ...old, ...options, now });
    complaint = result.complaint;
    return result.step;
  });
}

describe('refresh', () => {
  it('goes from key frame to consumer to transport when nothing else moves, and begins anew', () => {
    expect(stepsAt([20_000, 22_000, 24_000, 26_000], { othersMove: false })).toEqual(['keyFrame', 'consumer', 'transport', 'keyFrame']);
  });

  it('never takes the transport from tiles that move', () => {
    expect(stepsAt([20_000, 22_000, 24_000, 26_000], { othersMove: true })).toEqual(['keyFrame', 'consumer', 'consumer', 'consumer']);
  });

  it('begins anew after a while of quiet', () => {
    expect(stepsAt([20_000, 33_000], { othersMove: false })).toEqual(['keyFrame', 'keyFrame']);
  });

  it('gives a new consumer and a new transport their chance', () => {
    expect(stepsAt([20_000, 21_000], { othersMove: false, consumerMadeAt: 19_800 })).toEqual(['keyFrame', 'keyFrame']);
    expect(stepsAt([20_000, 22_000, 24_000], { othersMove: false, transportMadeAt: 15_000 })).toEqual(['keyFrame', 'consumer', 'consumer']);
  });
});
