import type { Screen } from 'electron';

/** One cable makes several events within moments, some of them with bounds that do not last. */
const SETTLE_MS = 300;

/** Calls back once displays have come to rest after a change. Answers how to stop. */
export function watchDisplays(screen: Pick<Screen, 'on' | 'removeListener'>, onSettled: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const onChange = () => {
    clearTimeout(timer);
    timer = setTimeout(onSettled, SETTLE_MS);
  };
  screen.on('display-added', onChange);
  screen.on('display-removed', onChange);
  screen.on('display-metrics-changed', onChange);
  return () => {
    clearTimeout(timer);
    screen.removeListener('display-added', onChange);
    screen.removeListener('display-removed', onChange);
    screen.removeListener('display-metrics-changed', onChange);
  };
}
