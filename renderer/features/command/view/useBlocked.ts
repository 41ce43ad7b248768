import { useTranslation } from 'react-i18next';
import { useHallState, useLinkState } from '../../hall/index.ts';

/** Why nothing can be decided now, as a sentence; null while it can. */
export function useBlocked(): string | null {
  const { t } = useTranslation();
  const online = useLinkState((state) => state.phase === 'online');
  const writable = useHallState((state) => state.status?.writable ?? true);
  if (!online) {
    return t('command.offline');
  }
  return writable ? null : t('command.notWritable');
}
