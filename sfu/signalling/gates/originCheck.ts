const CONSOLE_ORIGIN = 'app://hall';

/**
 * Whether a socket may be opened from there. Browsers always name the page's origin, and only the console app, the hall's own
 * pages and the configured origins pass; programs that are no browser name none.
 */
export function createOriginCheck(options: {
  /** The hall's own names and addresses. */
  readonly hosts: readonly string[];
  readonly port: () => number;
  readonly allowed: readonly string[];
}): (origin: string | undefined) => boolean {
  const hosts = new Set(options.hosts.map((host) => (host.includes(':') ? `[${host}]` : host.toLowerCase())));
  const allowed = new Set([CONSOLE_ORIGIN, ...options.allowed]);
  return (origin) => {
    if (origin === undefined || allowed.has(origin)) {
      return true;
    }
    const url = URL.parse(origin);
    return url !== null
      && url.protocol === 'https:'
      && url.origin === origin
      && hosts.has(url.hostname)
      && Number(url.port || 443) === options.port();
  };
}
