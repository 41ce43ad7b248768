import { describe, expect, it } from 'vitest';
import { readStartOptions } from './startOptions.ts';

const fingerprint = 'ab'.repeat(32);
const environment = { HALL_URL: 'https://hall.court:8443', HALL_CA_FINGERPRINT: fingerprint };

describe('readStartOptions', () => {
  it('changes nothing when nothing is given', () => {
    expect(readStartOptions({}, ['electron', '.'])).toEqual({ overrides: {}, tokenFile: null, userData: null });
    expect(readStartOptions({ HALL_URL: '' }, []).overrides).toEqual({});
  });

  it('reads the hall, taking fingerprints as tools print them', () => {
    const printed = { HALL_URL: 'https://hall.court:8443/', HALL_CA_FINGERPRINT: 'AB:'.repeat(31) + 'AB' };
    const expected = { server: { url: 'https://hall.court:8443', caFingerprint: fingerprint } };
    expect(readStartOptions(environment, []).overrides).toEqual(expected);
    expect(readStartOptions(printed, []).overrides).toEqual(expected);
  });

  it('lets an argument win over the environment', () => {
    const options = readStartOptions({ ...environment, HALL_TOKEN_FILE: '/a' }, ['--hall-url=https://other:1', '--hall-token-file=/b']);
    expect(options.overrides.server?.url).toBe('https://other:1');
    expect(options.tokenFile).toBe('/b');
  });

  it('reads a display plan', () => {
    const plan = (text: string) => readStartOptions({}, [`--display-plan=${text}`]).overrides;
    expect(plan('desk=78;walls=79,80')).toEqual({ deskDisplay: '78', wallDisplays: ['79', '80'] });
    expect(plan('walls=')).toEqual({ wallDisplays: [] });
    expect(plan('desk=78')).toEqual({ deskDisplay: '78' });
  });

  it.each([
    [{ HALL_URL: 'https://hall' }, 'HALL_URL needs HALL_CA_FINGERPRINT'],
    [{ HALL_CA_FINGERPRINT: fingerprint }, 'HALL_CA_FINGERPRINT needs HALL_URL'],
    [{ ...environment, HALL_URL: 'http://hall' }, 'HALL_URL is not https'],
    [{ ...environment, HALL_CA_FINGERPRINT: 'abc' }, 'HALL_CA_FINGERPRINT is not'],
    [{ HALL_DISPLAY_PLAN: 'wals=79' }, 'has "wals"'],
  ])('names what is wrong in %o', (wrong, message) => {
    expect(() => readStartOptions(wrong, [])).toThrow(message);
  });
});
