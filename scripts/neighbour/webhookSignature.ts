import { createHmac, randomUUID } from 'node:crypto';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** By the Standard Webhooks specification alone, so that the hall's reading of it is judged by another. */
export function isSignedBy(secret: string, headers: Headers, body: string): boolean {
  const expected = `v1,${mac(secret, `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`)}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

export function signed(secret: string, body: string, { id = randomUUID(), at = Date.now() }: { readonly id?: string; readonly at?: number } = {}): Record<string, string> {
  const seconds = String(Math.floor(at / 1_000));
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${mac(secret, `${id}.${seconds}.${body}`)}`, 'content-type': 'application/json' };
}

function mac(secret: string, text: string): string {
  return createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(text).digest('base64');
}
