import { describe, expect, it } from 'vitest';
import { problemOf } from './camera.ts';
import { fieldOptions } from './fieldOptions.ts';

describe('the page’s options', () => {
  it('are a full picture that waits for a touch, unless the address says otherwise', () => {
    expect(fieldOptions({ search: '', hash: '#token=x' })).toMatchObject({
      profile: { widthPx: 1280, heightPx: 720, maxFramesPerSecond: 30 },
      autostart: false,
      preview: true,
    });
    expect(fieldOptions({ search: '', hash: '#token=x&profile=sd&autostart=1&preview=0' })).toMatchObject({
      profile: { widthPx: 640, heightPx: 360, maxFramesPerSecond: 15 },
      autostart: true,
      preview: false,
    });
  });

  it('may stand in the query, which the fragment overrules', () => {
    expect(fieldOptions({ search: '?profile=sd&autostart=1', hash: '#autostart=0' })).toMatchObject({
      profile: { widthPx: 640 },
      autostart: false,
    });
  });
});

describe('the name of a camera problem', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['SomethingNew', 'failed'],
  ])('%s is %s', (name, problem) => {
    expect(problemOf(new DOMException('', name))).toBe(problem);
  });
});
