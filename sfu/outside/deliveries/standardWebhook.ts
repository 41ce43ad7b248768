import { createHmac, timingSafeEqual } from 'node:crypto';

/** A delivery whose time is further from now is no fresh one. */
const TOLERANCE_MS = 5 * 60_000;

type Signed = { readonly id: string; /** Real time, ms. */ readonly at: number; readonly body: string };

/** Headers by the Standard Webhooks specification: signed with every secret that holds, so that the other side may change over when it likes. */
export function signedHeaders(secrets: readonly string[], signed: Signed): Record<string, string> {
  return {
    'webhook-id': signed.id,
    'webhook-timestamp': String(Math.floor(signed.at / 1_000)),
    'webhook-signature': secrets.map((secret) => `v1,${signatureOf(secret, signed).toString('base64')}`).join(' '),
  };
}

/** Id of a delivery that is fresh and was signed with one of the secrets; otherwise why it is not taken. */
export function readSigned(headers: Readonly<Record<string, string | undefined>>, { body, secrets, now }: { readonly body: string; readonly secrets: readonly string[]; readonly now: number }): { readonly id: string } | { readonly fault: 'unsigned' | 'stale' } {
  const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': given } = headers;
  if (id === undefined || !/^[\w.-]{8,128}$/.test(id) || seconds === undefined || !/^\d{9,11}$/.test(seconds) || given === undefined || given.length > 1_024) {
    return { fault: 'unsigned' };
  }
  const at = Number(seconds) * 1_000;
  const signatures = given.split(' ').filter((one) => one.startsWith('v1,')).map((one) => Buffer.from(one.slice('v1,'.length), 'base64'));
  const isSigned = secrets.filter((secret) => {
    const own = signatureOf(secret, { id, at, body });
    return signatures.some((signature) => signature.length === own.length && timingSafeEqual(signature, own));
  }).length > 0;
  if (!isSigned) {
    return { fault: 'unsigned' };
  }
  return Math.abs(now - at) > TOLERANCE_MS ? { fault: 'stale' } : { id };
}

function signatureOf(secret: string, { id, at, body }: Signed): Buffer {
  return createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${Math.floor(at / 1_000)}.${body}`).digest();
}
