import https from 'node:https';
import type { DELIVERY_FAULTS } from '#protocol/tasks/partners.ts';

const ANSWER_WITHIN_MS = 10_000;

export type DeliveryFault = { readonly fault: (typeof DELIVERY_FAULTS)[number]; readonly status: number | null };
export type Parcel = {
  readonly url: string;
  /** PEM of the one authority that is believed; null: those that the machine believes. */
  readonly authorityPem: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Brings a delivery to its door. */
export interface Courier {
  /** Null when it was taken; never rejects. */
  bring(parcel: Parcel): Promise<DeliveryFault | null>;
  /** Idempotent; what is on its way ends as `unreachable`. */
  close(): void;
}

/** By HTTPS; a redirection is no yes: what is said is for this address alone. */
export function createCourier(): Courier {
  const closing = new AbortController();
  return {
    bring: ({ url, authorityPem, headers, body }) => new Promise((resolve) => {
      const limit = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const fail = (error: Error & { readonly code?: string }) => resolve({ fault: limit.aborted && !closing.signal.aborted ? 'timedOut' : faultOf(error), status: null });
      const request = https.request(url, {
        method: 'POST',
        agent: false,
        signal: AbortSignal.any([closing.signal, limit]),
        headers: { ...headers, 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body), 'user-agent': 'command-hall' },
        ...(authorityPem === null ? {} : { ca: authorityPem }),
      });
      request.on('error', fail);
      request.on('response', (response) => {
        const status = response.statusCode ?? 0;
        // Nobody reads what it says, and it need not say it to the end.
        response.destroy();
        resolve(status >= 200 && status <= 299 ? null : { fault: 'refused', status });
      });
      request.end(body);
    }),
    close: () => closing.abort(),
  };
}

function faultOf({ code = '' }: { readonly code?: string }): DeliveryFault['fault'] {
  return /CERT|SIGNED|UNABLE_TO_|ERR_TLS|SSL/.test(code) ? 'untrusted' : 'unreachable';
}
