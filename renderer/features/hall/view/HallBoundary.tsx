import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PanelBoundary } from '../../../ui/panel/PanelBoundary.tsx';
import { useHall } from './HallProvider.tsx';

/** The error boundary with the hall's words and the machine's log. `name` is for the log. */
export function HallBoundary({ name, children }: { name: string; children: ReactNode }) {
  const { host } = useHall();
  const { t } = useTranslation();
  return (
    <PanelBoundary
      title={t('hall.panelFailed')}
      hint={t('hall.panelFailedHint')}
      retryLabel={t('hall.retry')}
      onError={(error, stack) => host.log('error', `${name} failed: ${String(error)}${stack}`.slice(0, 4_000))}
    >
      {children}
    </PanelBoundary>
  );
}
