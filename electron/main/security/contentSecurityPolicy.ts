import type { Settings } from '#protocol/ipc/calls.ts';

/** What of the settings decides whom a page may talk to. */
export type ReachableHosts = Pick<Settings, 'server' | 'streetsUrl'>;

/**
 * The policy sent with every page, made anew for each request since the hall's address is a setting.
 * `developmentUrl` is Vite's server: only ever given by an app that is not packaged.
 */
export function contentSecurityPolicy(hosts: ReachableHosts, developmentUrl: string | null = null): string {
  const connect = new Set(["'self'"]);
  if (hosts.server !== null) {
    const { origin } = new URL(hosts.server.url);
    connect.add(origin).add(origin.replace(/^https:/, 'wss:'));
  }
  if (hosts.streetsUrl !== null) connect.add(new URL(hosts.streetsUrl).origin);
  const script = ["'self'", "'wasm-unsafe-eval'"];
  if (developmentUrl !== null) {
    const { origin } = new URL(developmentUrl);
    connect.add(origin).add(origin.replace(/^http/, 'ws'));
    // The React plugin's refresh preamble is an inline script.
    script.push("'unsafe-inline'");
  }
  return [
    "default-src 'none'",
    `script-src ${script.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob: mediastream:",
    "worker-src 'self'",
    `connect-src ${[...connect].join(' ')}`,
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
