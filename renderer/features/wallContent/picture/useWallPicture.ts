import { useEffect, useState } from 'react';
import { AppError } from '#protocol/errors.ts';
import { useHall, useLinkState } from '../../hall/index.ts';
import { loadWallPicture } from './loadWallPicture.ts';

type WallPicture = { readonly kind: 'loading' } | { readonly kind: 'shown'; readonly url: string } | { readonly kind: 'failed' } | { readonly kind: 'gone' };

const LOADING: WallPicture = { kind: 'loading' };
const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 60_000;

/** The picture as an address for the page. What failed is tried again, and at once when the hall is back; a picture that was read stays while the hall is away. */
export function useWallPicture(pictureId: string): WallPicture {
  const { link, host } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const [problem, setProblem] = useState<WallPicture>(LOADING);
  const [url, setUrl] = useState<string | null>(null);
  const missing = url === null;
  useEffect(() => {
    if (!online || !missing) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const attempt = async (delayMs: number): Promise<void> => {
      try {
        const read = await loadWallPicture(link, pictureId);
        if (!ended) {
          setUrl(URL.createObjectURL(read));
        }
      } catch (error) {
        if (ended) {
          return;
        }
        const gone = error instanceof AppError && error.code === 'notFound';
        setProblem({ kind: gone ? 'gone' : 'failed' });
        host.log('warn', `picture ${pictureId.slice(0, 8)}: ${String(error)}`);
        timer = setTimeout(() => void attempt(Math.min(MAX_RETRY_MS, delayMs * 2)), delayMs);
      }
    };
    void attempt(FIRST_RETRY_MS);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [link, host, pictureId, online, missing]);
  useEffect(() => {
    return () => {
      if (url !== null) {
        URL.revokeObjectURL(url);
      }
    };
  }, [url]);
  return url === null ? problem : { kind: 'shown', url };
}
