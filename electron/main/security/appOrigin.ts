/** The one place the product's pages come from. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'hall';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

export const PAGES = {
  desk: `${APP_ORIGIN}/apps/console/index.html`,
  wall: `${APP_ORIGIN}/apps/wall/index.html`,
  /** What a wall shows while its page waits to be loaded again: no script, nothing that could fail. */
  recovering: `${APP_ORIGIN}/apps/wall/recovering.html`,
  popout: `${APP_ORIGIN}/apps/popout/index.html`,
} as const;

/** Whether a URL is one of the product's own pages or files. Anything that does not parse is not. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === '';
}

/** The URL without query and fragment. */
export function pageOf(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
