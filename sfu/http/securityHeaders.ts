const FIELD_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob: mediastream:",
  "worker-src 'self' blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

const CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Headers of every answer. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self), screen-wake-lock=(self)',
  'content-security-policy': CLOSED_POLICY,
};

/** Policy of the field page. Older phones do not count `wss:` to the same host as 'self', so it is named. */
export function fieldPolicy(hostHeader: string | undefined): string {
  const socket = hostHeader !== undefined && /^[\w.-]+(:\d+)?$|^\[[\da-fA-F:]+\](:\d+)?$/.test(hostHeader) ? ` wss://${hostHeader}` : '';
  return [...FIELD_POLICY, `connect-src 'self'${socket}`].join('; ');
}
