import { useTranslation } from 'react-i18next';
import { IdentifyOverlay } from '../../features/hall/index.ts';
import type { Host, HostContext } from '../../platform/host.ts';
import { StandbyFrame } from './StandbyFrame.tsx';
import { useIdleCursor } from './useIdleCursor.ts';
import styles from './WallApp.module.css';

/** A wall window of a machine that has no hall yet. */
export function UnconfiguredWall({ host, context }: { host: Host; context: HostContext }) {
  const { t } = useTranslation();
  const root = useIdleCursor();
  return (
    <div ref={root} className={styles.wall} data-stage="unconfigured">
      <StandbyFrame hallName={t('hall.productName')} title={t('wall.unconfiguredTitle')} lines={[t('wall.unconfiguredHint')]} foot={context.deviceName} clock={null} />
      <IdentifyOverlay host={host} />
    </div>
  );
}
