import { useTranslation } from 'react-i18next';
import { IdentifyOverlay } from '../../features/hall/index.ts';
import type { Host, HostContext } from '../../platform/host.ts';
import { StandbyFrame } from './StandbyFrame.tsx';
import { useIdleCursor } from './useIdleCursor.ts';
import styles from './WallApp.module.css';

/** A wall window of a machine that has no hall yet, or that its hall does not know. */
export function UnconfiguredWall({ host, context }: { host: Host; context: HostContext }) {
  const { t } = useTranslation();
  const root = useIdleCursor();
  const unknown = context.server !== null;
  const title = unknown ? t('hall.wallNotEnrolledTitle') : t('wall.unconfiguredTitle');
  const hint = unknown ? t('hall.wallNotEnrolledHint') : t('wall.unconfiguredHint');
  return (
    <div ref={root} className={styles.wall} data-stage={unknown ? 'notEnrolled' : 'unconfigured'}>
      <StandbyFrame hallName={t('hall.productName')} title={title} lines={[hint]} foot={context.deviceName} clock={null} />
      <IdentifyOverlay host={host} />
    </div>
  );
}
