import { useEffect, useRef } from 'react';
import styles from './Lens.module.css';

type PreviewProps = { readonly stream: MediaStream; readonly mirrored: boolean; readonly label: string };

/** What is sent, behind everything. */
export function Preview({ stream, mirrored, label }: PreviewProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) {
      video.current.srcObject = stream;
    }
  }, [stream]);
  return <video ref={video} className={styles.preview} data-mirrored={mirrored} aria-label={label} autoPlay muted playsInline />;
}
