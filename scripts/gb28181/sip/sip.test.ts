import { describe, expect, it } from 'vitest';
import { DigestGate } from '../../../sfu/gb28181/sip/digest.ts';
import { answerChallenge } from './answerChallenge.ts';
import { addressOf, headerOf, readSip, SipTextError, writeSip } from './sipText.ts';

const read = (text: string) => readSip(Buffer.from(text), { isStream: false });

describe('a SIP message', () => {
  it('is read in short forms and over folded lines', () => {
    const message = read('MESSAGE sip:1@2 SIP/2.0\r\nv: SIP/2.0/UDP a\r\nf: <sip:3@4>\r\n ;tag=x\r\ni: call\r\nl: 2\r\n\r\nhi')?.message;
    expect(message && [headerOf(message, 'via'), headerOf(message, 'from'), headerOf(message, 'call-id'), message.body.toString()]).toEqual(['SIP/2.0/UDP a', '<sip:3@4> ;tag=x', 'call', 'hi']);
  });

  it('comes out of a stream one at a time, and not before it is whole', () => {
    const one = writeSip({ start: 'SIP/2.0 200 OK', headers: [['call-id', 'a']], body: Buffer.from('body') });
    expect(readSip(one.subarray(0, one.length - 1), { isStream: true })).toBeNull();
    expect(readSip(Buffer.concat([one, one]), { isStream: true })?.end).toBe(one.length);
  });

  it.each(['GET / HTTP/1.1\r\n\r\n', 'BYE sip:1@2 SIP/2.0\r\nContent-Length: -4\r\n\r\n', 'BYE sip:1@2 SIP/2.0\r\nno header\r\n\r\n'])('%j is none', (text) => {
    expect(() => read(text)).toThrow(SipTextError);
  });

  it('has tags of the header and not of the address in it', () => {
    expect(addressOf('"a" <sip:34@h:5060;tag=no>;tag=yes')).toEqual({ uri: 'sip:34@h:5060;tag=no', user: '34', tag: 'yes' });
    expect(addressOf('<sip:34@h>').tag).toBeNull();
  });
});

describe('a digest', () => {
  const gate = new DigestGate({ realm: '3500000000', now: () => 1 });
  const asked = { username: 'device', method: 'REGISTER', uri: 'sip:1@3500000000' };

  it.each(['MD5', 'SHA-256'] as const)('of %s is right for the hall, with the right password alone', (preferred) => {
    const challenges = gate.challenges({ stale: false });
    const answered = answerChallenge({ ...asked, challenges, preferred, password: 'right' });
    expect(answered?.algorithm).toBe(preferred);
    const check = (password: string) => gate.check({ authorization: answered?.header, method: 'REGISTER', passwords: [password] });
    expect([check('right'), check('wrong')]).toEqual(['right', 'wrong']);
  });

  it('is that of RFC 2617 without a quality', () => {
    const challenges = ['Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'];
    // Section 3.5 with the sums of RFC 2069: MD5(A1:nonce:A2).
    expect(answerChallenge({ challenges, preferred: 'SHA-256', username: 'Mufasa', password: 'Circle Of Life', method: 'GET', uri: '/dir/index.html' })?.header).toContain('response="670fd8c2df070c60b045671b8b24ff02"');
  });
});
