import { ActionIcon, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CurtainIcon } from '../../../ui/icons.tsx';
import type { BeginVisit } from './useBeginVisit.ts';

/** In the header: one press, and no window of the court shows a case or a person. */
export function VisitButton({ visit }: { visit: BeginVisit }) {
  const { t } = useTranslation();
  return visit.offered ? (
    <Tooltip label={visit.problem ?? t('visit.beginHint')} multiline maw={280}>
      <ActionIcon
        variant="subtle"
        color={visit.problem === null ? 'gray' : 'yellow'}
        loading={visit.busy}
        aria-label={visit.problem === null ? t('visit.begin') : `${t('visit.begin')} · ${visit.problem}`}
        data-role="visit-begin"
        onClick={visit.begin}
      >
        <CurtainIcon size={18} />
      </ActionIcon>
    </Tooltip>
  ) : null;
}
