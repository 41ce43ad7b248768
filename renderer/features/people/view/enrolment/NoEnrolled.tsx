import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyNote } from '../../../../ui/EmptyNote.tsx';
import { useHallState, useLinkState } from '../../../hall/index.ts';

type NoEnrolledProps = { readonly any: boolean; readonly title: string; readonly hint: string; readonly onClear: () => void };

/** In place of a list without rows: not read yet, hall away, nothing enrolled, or nothing that matches. */
export function NoEnrolled({ any, title, hint, onClear }: NoEnrolledProps) {
  const { t } = useTranslation();
  const known = useHallState((state) => state.position !== null);
  const away = useLinkState((state) => state.phase === 'offline' || state.phase === 'refused');
  if (!known) {
    return away ? <EmptyNote title={t('units.notConnected')} hint={t('devices.notConnectedHint')} /> : <EmptyNote title={t('hall.loading')} />;
  }
  return any ? (
    <EmptyNote title={t('people.noMatch')}><Button variant="default" onClick={onClear}>{t('people.clearFilters')}</Button></EmptyNote>
  ) : (
    <EmptyNote title={title} hint={hint} />
  );
}
