import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { usePictureAddress } from './usePictureAddress.ts';
import styles from '../Journal.module.css';

const AHEAD = '200px';

/** A picture made small; it is read when it comes near the screen. */
export function Picture({ operationId, pictureId, onOpen }: { operationId: OperationId; pictureId: string; onOpen: () => void }) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = button.current;
    const Observer = element?.ownerDocument.defaultView?.IntersectionObserver;
    if (!element || !Observer) {
      return undefined;
    }
    const observer = new Observer((seen) => seen.some(({ isIntersecting }) => isIntersecting) && setNear(true), { rootMargin: AHEAD });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { address, failed } = usePictureAddress(near ? { operationId, pictureId } : null);
  return (
    <button ref={button} type="button" className={styles.picture} aria-label={t('journal.openPicture')} data-picture-id={pictureId} onClick={onOpen}>
      {address !== null ? <img src={address} alt="" /> : <span>{failed ? t('journal.pictureFailed') : '…'}</span>}
    </button>
  );
}
