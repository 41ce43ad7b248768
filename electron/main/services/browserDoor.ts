import { AppError } from '#protocol/errors.ts';

const MOST_IN_A_MINUTE = 5;

/** Opens the system's browser, a few times a minute at most: a page that has gone wrong must not flood the desk with windows. Errors: tooManyRequests. */
export function createBrowserDoor(options: { open: (url: string) => Promise<void>; now: () => number }): (url: string) => Promise<void> {
  let openedAt: number[] = [];
  return async (url) => {
    const now = options.now();
    openedAt = openedAt.filter((at) => now - at < 60_000);
    if (openedAt.length >= MOST_IN_A_MINUTE) throw new AppError('tooManyRequests', { detail: 'the browser was opened too often' });
    openedAt.push(now);
    await options.open(url);
  };
}
