import { expect, it } from 'vitest';
import { sendEncodings, SOUND_ENCODING } from '../sendEncodings.ts';
import { limitedEncodings, limitedSound } from './layerLimits.ts';

const full = sendEncodings({ widthPx: 1280, heightPx: 720 });
const present = full.map((encoding, layer) => ({ ...encoding, rid: `r${layer}`, active: true }));

it('sends the smallest picture alone on a poor way, few times a second', () => {
  const limited = limitedEncodings(present, { quality: 'poor', full });
  expect(limited.map(({ active }) => active)).toEqual([true, false, false]);
  expect(limited[0]).toMatchObject({ rid: 'r0', maxBitrate: 60_000, maxFramerate: 5 });
});

it('sends no picture where there is room for sound alone', () => {
  expect(limitedEncodings(present, { quality: 'soundOnly', full }).some(({ active }) => active)).toBe(false);
});

it('gives everything back as it was offered', () => {
  const poor = limitedEncodings(present, { quality: 'poor', full });
  expect(limitedEncodings(poor, { quality: 'clear', full })).toEqual(present);
});

it('keeps the sound at every quality, smaller where there is little room', () => {
  const sound = [{ ...SOUND_ENCODING, active: true }];
  expect(limitedSound(sound, 'soundOnly')).toEqual([{ ...sound[0], maxBitrate: 20_000 }]);
  expect(limitedSound(limitedSound(sound, 'poor'), 'clear')).toEqual(sound);
});
