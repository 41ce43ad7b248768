import { expect, it } from 'vitest';
import { scratchCache } from '../scratchFolder.ts';
import { forgetFailures, recentFailure, rememberFailure, rememberMs } from './failures.mjs';

it('remembers a failure for a day', () => {
  scratchCache();
  expect(recentFailure('thing')).toBeUndefined();
  rememberFailure('thing', 'no way out', 1_000);
  expect(recentFailure('thing', 1_000 + rememberMs - 1)).toEqual({ at: 1_000, why: 'no way out' });
  expect(recentFailure('thing', 1_000 + rememberMs)).toBeUndefined();
  expect(recentFailure('other', 1_000)).toBeUndefined();
});

it('does not let a clock that was set back make a failure eternal', () => {
  scratchCache();
  rememberFailure('thing', 'no way out', 5_000);
  expect(recentFailure('thing', 4_000)).toBeUndefined();
});

it('forgets when asked to', () => {
  scratchCache();
  rememberFailure('thing', 'no way out');
  forgetFailures();
  expect(recentFailure('thing')).toBeUndefined();
});
