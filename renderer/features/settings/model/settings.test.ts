import { describe, expect, it, vi } from 'vitest';
import { settings, type Display, type HallProbe } from '#protocol/ipc/calls.ts';
import { formOf, isCode, normalisedServer, sameServer, wrongFields } from './connectionForm.ts';
import { createHallTrial } from './hallTrial.ts';
import { deskKeyOf, wallKeys, withWallDisplay } from './wallDisplays.ts';

const FINGERPRINT = 'AB:'.repeat(31) + 'AB';
const server = { url: 'https://10.12.0.8:8443', caFingerprint: 'ab'.repeat(32) };

describe('the connection form', () => {
  it('accepts what people copy and gives what the contract wants', () => {
    const form = { url: ' https://10.12.0.8:8443/ ', fingerprint: FINGERPRINT, code: ' 4f7k 29qx' };
    expect(wrongFields(form)).toEqual([]);
    expect(settings.shape.server.parse(normalisedServer(form))).toEqual(server);
    expect(sameServer(server, normalisedServer(form))).toBe(true);
    expect(sameServer(null, server)).toBe(false);
    expect(normalisedServer(formOf(server))).toEqual(server);
  });

  it('names every wrong field, and does without a code', () => {
    const form = { url: 'http://10.12.0.8/hall', fingerprint: 'abc', code: '123' };
    expect(wrongFields(form)).toEqual(['url', 'fingerprint', 'code']);
    expect(wrongFields({ ...form, url: 'https://hall:8443/path', code: '' })).toEqual(['url', 'fingerprint']);
  });

  it.each([['4F7K-29QX', true], ['4f7k29qx', true], ['4F7K—29QX', true], ['4F7K-29Q', false], ['一二三四五六七八', false], ['', false]])('takes %o for a code: %s', (code, is) => {
    expect(isCode(code)).toBe(is);
  });
});

describe('trying a hall', () => {
  it('passes over the answer about an address that was typed anew', async () => {
    const answers: ((probe: HallProbe) => void)[] = [];
    const trial = createHallTrial({ probe: () => new Promise((resolve) => answers.push(resolve)), log: () => undefined });
    const first = trial.ask(server);
    expect(trial.state.getState()).toEqual({ asking: true, result: null });
    trial.forget();
    const second = trial.ask({ ...server, url: 'https://other:8443' });
    answers[0]!({ outcome: 'reached', hallName: '旧' });
    answers[1]!({ outcome: 'reached', hallName: '新' });
    expect([await first, await second]).toEqual([null, { outcome: 'reached', hallName: '新' }]);
    expect(trial.state.getState()).toEqual({ asking: false, result: { outcome: 'reached', hallName: '新' } });
  });

  it('takes a main process that fails for a hall that is away', async () => {
    const log = vi.fn<(message: string) => void>();
    const trial = createHallTrial({ probe: () => Promise.reject(new Error('main is gone')), log });
    expect(await trial.ask(server)).toEqual({ outcome: 'away' });
    expect(log).toHaveBeenCalledOnce();
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
