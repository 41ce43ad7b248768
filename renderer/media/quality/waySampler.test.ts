import { expect, it } from 'vitest';
import { WaySampler } from './waySampler.ts';

const report = (given: { sent: number; lost: number; received: number; trip?: number; kbit?: number }) => [
  { type: 'transport', selectedCandidatePairId: 'used' },
  { type: 'candidate-pair', id: 'other', availableOutgoingBitrate: 9_000_000, bytesReceived: 7 },
  { type: 'candidate-pair', id: 'used', availableOutgoingBitrate: (given.kbit ?? 500) * 1_000, bytesReceived: given.received },
  { type: 'outbound-rtp', kind: 'video', packetsSent: given.sent / 2 },
  { type: 'outbound-rtp', kind: 'audio', packetsSent: given.sent / 2 },
  { type: 'remote-inbound-rtp', kind: 'video', packetsLost: given.lost, roundTripTime: 9 },
  { type: 'remote-inbound-rtp', kind: 'audio', packetsLost: 0, roundTripTime: given.trip ?? 0.1 },
];

it('tells what the way in use carries, how long the sound takes, and what was lost since the last look', () => {
  const sampler = new WaySampler();
  expect(sampler.read(report({ sent: 100, lost: 50, received: 1 }), 1_000).sample).toEqual({ at: 1_000, availableKbit: 500, roundTripMs: 100, lostShare: null });
  expect(sampler.read(report({ sent: 200, lost: 75, received: 2, trip: 0.5 }), 2_000).sample).toMatchObject({ lostShare: 0.25, roundTripMs: 500 });
});

it('knows nothing before the hall has reported', () => {
  const sampler = new WaySampler();
  expect(sampler.read([], 0).sample).toEqual({ at: 0, availableKbit: null, roundTripMs: null, lostShare: null });
  expect(sampler.read([], 60_000).silentMs).toBe(0);
});

it('counts how long packets go out and nothing comes back, and no more once something does', () => {
  const sampler = new WaySampler();
  sampler.read(report({ sent: 100, lost: 0, received: 1 }), 0);
  expect(sampler.read(report({ sent: 200, lost: 0, received: 1 }), 1_000).silentMs).toBe(1_000);
  expect(sampler.read(report({ sent: 300, lost: 0, received: 1 }), 3_000).silentMs).toBe(3_000);
  expect(sampler.read(report({ sent: 400, lost: 0, received: 2 }), 4_000).silentMs).toBe(0);
});

it('does not take it for silence that nothing is sent', () => {
  const sampler = new WaySampler();
  for (const at of [0, 5_000, 10_000]) expect(sampler.read(report({ sent: 100, lost: 0, received: 1 }), at).silentMs).toBe(0);
});
