/** Where a page was opened: its address, its history and its session's storage. */
export type Page = {
  readonly location: Pick<Location, 'origin' | 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
};

/** The hall of a page: its own origin, or the one that `?server=` names. Anything but an https origin is not heard. */
export function serverUrlOf(page: Page): string {
  const named = new URLSearchParams(page.location.search).get('server');
  if (named === null || !URL.canParse(named)) {
    return page.location.origin;
  }
  const { protocol, origin } = new URL(named);
  return protocol === 'https:' ? origin : page.location.origin;
}

/**
 * The token for this hall. A link brings it in `#token=…`, which no server sees; it is then kept for this tab.
 * Kept for each hall by itself: a link to another hall (`?server=`) cannot have this one's token sent there.
 */
export function takeToken(page: Page): string | null {
  const key = `token ${serverUrlOf(page)}`;
  const token = new URLSearchParams(page.location.hash.slice(1)).get('token');
  if (token === null || token === '') {
    return page.sessionStorage.getItem(key);
  }
  page.sessionStorage.setItem(key, token);
  withoutInFragment(page, 'token');
  return token;
}

/** Takes a word out of the address bar, where it could be read over a shoulder or copied along. */
export function withoutInFragment(page: Page, word: string): void {
  const { hash, pathname, search } = page.location;
  const fragment = new URLSearchParams(hash.slice(1));
  fragment.delete(word);
  const rest = fragment.toString();
  page.history.replaceState(null, '', `${pathname}${search}${rest === '' ? '' : `#${rest}`}`);
}

/** Who signed in to this hall in this tab. */
export function keptPerson(page: Page): string | null {
  return page.sessionStorage.getItem(`person ${serverUrlOf(page)}`);
}

export function keepPerson(page: Page, token: string | null): void {
  const key = `person ${serverUrlOf(page)}`;
  if (token === null) {
    page.sessionStorage.removeItem(key);
  } else {
    page.sessionStorage.setItem(key, token);
  }
}
