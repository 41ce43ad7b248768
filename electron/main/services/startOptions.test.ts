import { describe, expect, it } from 'vitest';
import { readStartOptions } from './startOptions.ts';

const fingerprint = 'ab'.repeat(32);
const environment = { CONSOLE_HALL_URL: 'https://hall.court:8443', CONSOLE_CA_FINGERPRINT: fingerprint };

describe('readStartOptions', () => {
  it('changes nothing when nothing is given', () => {
    expect(readStartOptions({}, ['electron', '.'])).toEqual({ overrides: {}, tokenFile: null, personTokenFile: null, userData: null });
    expect(readStartOptions({ CONSOLE_HALL_URL: '' }, []).overrides).toEqual({});
  });

  it('reads the hall, taking fingerprints as tools print them', () => {
    const printed = { CONSOLE_HALL_URL: 'https://hall.court:8443/', CONSOLE_CA_FINGERPRINT: 'AB:'.repeat(31) + 'AB' };
    const expected = { server: { url: 'https://hall.court:8443', caFingerprint: fingerprint } };
    expect(readStartOptions(environment, []).overrides).toEqual(expected);
    expect(readStartOptions(printed, []).overrides).toEqual(expected);
  });

  it('lets an argument win over the environment', () => {
    const options = readStartOptions({ ...environment, CONSOLE_TOKEN_FILE: '/a' }, ['--hall-url=https://other:1', '--hall-token-file=/b', '--hall-person-token-file=/c']);
    expect(options.overrides.server?.url).toBe('https://other:1');
    expect(options.tokenFile).toBe('/b');
    expect(options.personTokenFile).toBe('/c');
  });

  it('reads a display plan', () => {
    const plan = (text: string) => readStartOptions({}, [`--display-plan=${text}`]).overrides;
    expect(plan('desk=78;walls=79,80')).toEqual({ deskDisplay: '78', wallDisplays: ['79', '80'] });
    expect(plan('walls=')).toEqual({ wallDisplays: [] });
    expect(plan('desk=78')).toEqual({ deskDisplay: '78' });
  });

  it('makes a machine part of a wall, from a place on', () => {
    expect(readStartOptions({ CONSOLE_MACHINE: 'wall', CONSOLE_FIRST_SLOT: '5' }, []).overrides).toEqual({ machine: 'wall', firstSlot: 5 });
    expect(readStartOptions({ CONSOLE_VIDEO_BUDGET: '40' }, ['--video-budget=12.5']).overrides).toEqual({ videoBudgetMbps: 12.5 });
    expect(readStartOptions({ CONSOLE_MACHINE: 'wall' }, ['--machine=console']).overrides).toEqual({ machine: 'console' });
  });

  it.each([
    [{ CONSOLE_MACHINE: 'walls' }, 'CONSOLE_MACHINE is neither'],
    [{ CONSOLE_FIRST_SLOT: '0' }, 'CONSOLE_FIRST_SLOT is not'],
    [{ CONSOLE_VIDEO_BUDGET: '0' }, 'CONSOLE_VIDEO_BUDGET is not'],
    [{ CONSOLE_FIRST_SLOT: 'two' }, 'CONSOLE_FIRST_SLOT is not'],
    [{ CONSOLE_HALL_URL: 'https://hall' }, 'CONSOLE_HALL_URL needs CONSOLE_CA_FINGERPRINT'],
    [{ CONSOLE_CA_FINGERPRINT: fingerprint }, 'CONSOLE_CA_FINGERPRINT needs CONSOLE_HALL_URL'],
    [{ ...environment, CONSOLE_HALL_URL: 'http://hall' }, 'CONSOLE_HALL_URL is not https'],
    [{ ...environment, CONSOLE_CA_FINGERPRINT: 'abc' }, 'CONSOLE_CA_FINGERPRINT is not'],
    [{ CONSOLE_DISPLAY_PLAN: 'wals=79' }, 'has "wals"'],
  ])('names what is wrong in %o', (wrong, message) => {
    expect(() => readStartOptions(wrong, [])).toThrow(message);
  });
});
