import { useEffect, useState } from 'react';
import type { Host } from '../../../platform/host.ts';
import styles from './IdentifyOverlay.module.css';

/** The display's number, as large as it goes, for as long as the desk asked. */
export function IdentifyOverlay({ host }: { host: Host }) {
  const [label, setLabel] = useState<string | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = host.onIdentify((data) => {
      clearTimeout(timer);
      setLabel(data.label);
      timer = setTimeout(() => setLabel(null), data.forMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [host]);
  return label === null ? null : <div className={styles.identify} data-role="identify"><span>{label}</span></div>;
}
