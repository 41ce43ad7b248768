import { describe, expect, it } from 'vitest';
import { settings, type Display } from '#protocol/ipc/calls.ts';
import { normalisedServer, wrongFields } from './connectionForm.ts';
import { deskKeyOf, wallKeys, withWallDisplay } from './wallDisplays.ts';

const FINGERPRINT = 'AB:'.repeat(31) + 'AB';

describe('the connection form', () => {
  it('accepts what people copy and gives what the contract wants', () => {
    const form = { url: ' https://10.12.0.8:8443/ ', fingerprint: FINGERPRINT, token: 'secret' };
    expect(wrongFields(form, { tokenStored: false })).toEqual([]);
    expect(settings.shape.server.parse(normalisedServer(form))).toEqual({ url: 'https://10.12.0.8:8443', caFingerprint: 'ab'.repeat(32) });
  });

  it('names every wrong field', () => {
    const form = { url: 'http://10.12.0.8/hall', fingerprint: 'abc', token: ' ' };
    expect(wrongFields(form, { tokenStored: false })).toEqual(['url', 'fingerprint', 'token']);
    expect(wrongFields({ ...form, url: 'https://hall:8443/path' }, { tokenStored: true })).toEqual(['url', 'fingerprint']);
  });
});

function buildDisplay(key: string, use: Display['use']): Display {
  return { key, label: key, xPx: 0, yPx: 0, widthPx: 1920, heightPx: 1080, scaleFactor: 1, use, slotId: null };
}

describe('wall displays', () => {
  const displays = [buildDisplay('a', 'desk'), buildDisplay('b', 'wall'), buildDisplay('c', 'wall')];

  it('are all but the desk until someone chooses', () => {
    expect(wallKeys(displays, null, deskKeyOf(displays))).toEqual(['b', 'c']);
    const used = { displays, deskKey: 'a' };
    expect(withWallDisplay({ ...used, wallDisplays: null, key: 'b', used: false })).toEqual(['c']);
    expect(withWallDisplay({ ...used, wallDisplays: ['c'], key: 'b', used: true })).toEqual(['c', 'b']);
  });

  it('keep a display that is unplugged now', () => {
    expect(withWallDisplay({ displays, wallDisplays: ['gone', 'b'], deskKey: 'a', key: 'b', used: false })).toEqual(['gone']);
  });
});
