import { describe, expect, it } from 'vitest';
import { readSigned, signedHeaders } from './standardWebhook.ts';

const secret = (letter: string) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
const AT = 1_614_265_330_000;
const signed = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: AT, body: '{"test": 2432232314}' };

describe('a signed delivery', () => {
  it('is signed as the Standard Webhooks specification has it', () => {
    expect(signedHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], signed)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is read with any secret that holds on either side, so that keys are changed over without a gap', () => {
    const headers = signedHeaders([secret('n'), secret('o')], signed);
    for (const secrets of [[secret('o')], [secret('n')], [secret('x'), secret('o')]]) {
      expect(readSigned(headers, { body: signed.body, secrets, now: AT })).toEqual({ id: signed.id });
    }
    expect(readSigned(headers, { body: signed.body, secrets: [secret('x')], now: AT })).toEqual({ fault: 'unsigned' });
  });

  it('is nothing once its body, id or time is another one, or it is old', () => {
    const secrets = [secret('n')];
    const headers = signedHeaders(secrets, signed);
    const read = (change: Record<string, string>, { body = signed.body, now = AT } = {}) => readSigned({ ...headers, ...change }, { body, secrets, now });
    const unsigned = { fault: 'unsigned' };
    expect(read({}, { body: signed.body.replace('2432232314', '2432232315') })).toEqual(unsigned);
    expect(read({ 'webhook-id': 'msg_another-one' })).toEqual(unsigned);
    expect(read({ 'webhook-timestamp': String(AT / 1_000 + 1) })).toEqual(unsigned);
    expect(read({ 'webhook-signature': 'v1,' })).toEqual(unsigned);
    expect(read({}, { now: AT + 299_000 })).toEqual({ id: signed.id });
    expect(read({}, { now: AT + 301_000 })).toEqual({ fault: 'stale' });
    expect(read({}, { now: AT - 301_000 })).toEqual({ fault: 'stale' });
  });
});
