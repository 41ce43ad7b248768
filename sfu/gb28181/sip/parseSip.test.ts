import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSip } from './parseSip.ts';
import { parseAddress, parseCredentials, parseUri, parseVia } from './sipFields.ts';
import { header, headersOf, isRequest, serialiseSip, SipSyntaxError, type SipRequest } from './sipMessage.ts';
import { SipStream } from './sipStream.ts';

const text = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'));
const torture = text(
  'INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0',
  'TO :', ' sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n',
  'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>', '  ;', '  tag = 98asjd8',
  'MaX-fOrWaRdS: 0068',
  'Call-ID: wsinv.ndaksdj@192.0.2.1', 'Content-Length   : 3', 'cseq: 0009', '  INVITE',
  'Via  : SIP  /   2.0', ' /UDP', '    192.0.2.2;branch=390skdjuw',
  's :', 'NewFangledHeader:   newfangled value', ' continued newfangled value',
  'v:  SIP  / 2.0  / TCP     spindle.example.com   ;', '  branch  =   z9hG4bK9ikj8  ,', ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=', ' z9hG4bK30239',
  'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =', '      newvalue ;', '  secondparam ; q = 0.33',
  '', 'v=0',
);

describe('SIP messages', () => {
  it('reads the torture of RFC 4475 3.1.1.1: folded lines, compact names, spaces, several Vias in one line', () => {
    const message = parseSip(torture);
    expect(isRequest(message)).toBe(true);
    expect(header(message, 'cseq')).toBe('0009 INVITE');
    expect(message.body.toString()).toBe('v=0');
    expect(headersOf(message, 'via').map((via) => parseVia(via)).map(({ protocol, host, parameters }) => [protocol, host, parameters.get('branch')])).toEqual([
      ['UDP', '192.0.2.2', '390skdjuw'], ['TCP', 'spindle.example.com', 'z9hG4bK9ikj8'], ['UDP', '192.168.255.111', 'z9hG4bK30239'],
    ]);
    expect(parseAddress(header(message, 'to') ?? '').parameters.get('tag')).toBe('1918181833n');
    expect(parseAddress(header(message, 'from') ?? '').uri).toBe('sip:jdrosen@example.com');
  });

  it.each([
    ['no end', text('REGISTER sip:a SIP/2.0', 'Via: x')],
    ['a body that is shorter than it says', Buffer.concat([text('OPTIONS sip:a@b SIP/2.0', 'v: SIP/2.0/UDP a', 'f: a', 't: a', 'i: a', 'CSeq: 1 OPTIONS', 'l: 9', '', 'short')])],
    ['a negative length', text('OPTIONS sip:a@b SIP/2.0', 'v: SIP/2.0/UDP a', 'f: a', 't: a', 'i: a', 'CSeq: 1 OPTIONS', 'l: -999', '', '')],
    ['another method in CSeq', text('OPTIONS sip:a@b SIP/2.0', 'v: SIP/2.0/UDP a', 'f: a', 't: a', 'i: a', 'CSeq: 1 INVITE', '', '')],
    ['a CSeq out of range', text('OPTIONS sip:a@b SIP/2.0', 'v: SIP/2.0/UDP a', 'f: a', 't: a', 'i: a', 'CSeq: 36893488147419103232 OPTIONS', '', '')],
    ['another version', text('OPTIONS sip:a@b SIP/7.0', 'v: SIP/2.0/UDP a', 'f: a', 't: a', 'i: a', 'CSeq: 1 OPTIONS', '', '')],
    ['no Call-ID', text('OPTIONS sip:a@b SIP/2.0', 'v: SIP/2.0/UDP a', 'f: a', 't: a', 'CSeq: 1 OPTIONS', '', '')],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseSip(bytes)).toThrow(SipSyntaxError);
  });

  const word = fc.stringMatching(/^[A-Za-z0-9]{1,20}$/);
  const message = fc.record({ method: fc.constantFrom('REGISTER', 'MESSAGE', 'INVITE'), user: word, callId: word, number: fc.nat(1_000_000), subject: fc.stringMatching(/^[!-~]([ -~]{0,40}[!-~])?$/), body: fc.uint8Array({ maxLength: 400 }) })
    .map(({ method, user, callId, number, subject, body }): SipRequest => ({
      method, uri: `sip:${user}@hall`, body: Buffer.from(body),
      headers: [['via', `SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK${callId}`], ['from', `<sip:${user}@hall>;tag=1`], ['to', '<sip:a@hall>'], ['call-id', callId], ['cseq', `${number} ${method}`], ['subject', subject]],
    }));
  const plain = (one: SipRequest) => ({ ...one, headers: one.headers.filter(([name]) => name !== 'content-length') });

  it('come back as they were written', () => {
    fc.assert(fc.property(message, (one) => {
      expect(plain(parseSip(serialiseSip(one)) as SipRequest)).toEqual(one);
    }));
  });

  it('come out of a TCP stream however it is cut', () => {
    fc.assert(fc.property(fc.array(message, { maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 20 }), (all, cuts) => {
      const bytes = Buffer.concat(all.flatMap((one) => [Buffer.from('\r\n\r\n'), serialiseSip(one)]));
      const stream = new SipStream();
      const out: SipRequest[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const next = at + (cuts[turn % cuts.length] ?? 1);
        out.push(...(stream.take(bytes.subarray(at, next)) as SipRequest[]));
        at = next;
      }
      expect(out.map(plain)).toEqual(all);
    }));
  });

  it('reads addresses with quotes, commas and brackets in names', () => {
    expect(parseAddress('"a, <b> \\"c" <sip:1@[2001:db8::1]:5062;transport=tcp>;tag=x').uri).toContain('sip:1@');
    expect(parseUri('sip:34020000001320000001@[2001:db8::1]:5062;transport=TCP')).toEqual({ user: '34020000001320000001', host: '[2001:db8::1]', port: 5062, transport: 'tcp' });
    expect(() => parseUri('http://x')).toThrow(SipSyntaxError);
    expect(parseCredentials('realm="a, b=c", qop=auth').get('realm')).toBe('a, b=c');
  });
});
