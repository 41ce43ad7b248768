import { describe, expect, it } from 'vitest';
import { authorize, DigestGate, digestResponse } from './digest.ts';

describe('digest', () => {
  it('gives the answers of the RFCs', () => {
    // RFC 2617 3.5
    expect(digestResponse({ algorithm: 'MD5', username: 'Mufasa', realm: 'testrealm@host.com', password: 'Circle Of Life', method: 'GET', uri: '/dir/index.html', nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093', qop: { nc: '00000001', cnonce: '0a4f113b' } }))
      .toBe('6629fae49393a05397450978507c4ef1');
    // RFC 7616 3.9.1
    const seventySix = { username: 'Mufasa', realm: 'http-auth@example.org', password: 'Circle of Life', method: 'GET', uri: '/dir/index.html', nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v', qop: { nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' } } as const;
    expect(digestResponse({ ...seventySix, algorithm: 'SHA-256' })).toBe('753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1');
    expect(digestResponse({ ...seventySix, algorithm: 'MD5' })).toBe('8ca523f5e9506fed4657c9700eebdbec');
  });

  const at = { now: 1_000_000 };
  const gate = new DigestGate({ realm: '3500000000', now: () => at.now });
  const answerTo = (challenges: string[], password: string) => authorize({ challenges, username: '35000000001320000001', password, method: 'REGISTER', uri: 'sip:hall' }) ?? '';
  const check = (authorization: string) => gate.check({ authorization, method: 'REGISTER', passwords: ['other', 'right'] });

  it.each([0, 1])('lets the right password in by either algorithm, and no other', (which) => {
    const challenges = gate.challenges({ stale: false }).slice(which);
    expect(check(answerTo(challenges, 'right'))).toBe('right');
    expect(check(answerTo(challenges, 'wrong'))).toBe('wrong');
  });

  it('takes an answer without qop, as devices of 2016 give it', () => {
    const bare = gate.challenges({ stale: false }).map((one) => one.replace(', qop="auth"', ''));
    expect(answerTo(bare, 'right')).not.toContain('qop');
    expect(check(answerTo(bare, 'right'))).toBe('right');
  });

  it('says that an old nonce is stale only to who knows the password, and believes none that it did not give', () => {
    const challenges = gate.challenges({ stale: false });
    at.now += 600_000;
    expect(check(answerTo(challenges, 'right'))).toBe('stale');
    expect(check(answerTo(challenges, 'wrong'))).toBe('wrong');
    expect(check(answerTo(challenges.map((one) => one.replace(/nonce="[^"]*"/, 'nonce="abc.def"')), 'right'))).toBe('wrong');
    expect(check('Digest username="a"')).toBe('wrong');
  });
});
