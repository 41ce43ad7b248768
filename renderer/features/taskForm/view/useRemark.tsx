import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parseCaseNumber } from '#domain/cases/caseNumber.ts';
import { courtName } from '#domain/courts/courtName.ts';
import { isValidAt } from '#domain/rules/rowAt.ts';
import { personalIn } from '#domain/tasks/form/personalIn.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { FormField } from '#protocol/tasks/flows.ts';
import { useHall, useHallState, useLocale, useRules } from '../../hall/index.ts';
import styles from './TaskForm.module.css';

/**
 * What is said under a field of what is typed into it: the court, year and kind that a case number means, and that a text which everybody
 * reads holds somebody's number (which forbids nothing). Null where there is nothing to say.
 */
export function useRemark({ kind, personal }: Pick<FormField, 'kind' | 'personal'>, text: string): ReactNode {
  const { t } = useTranslation();
  const { link } = useHall();
  const chinese = useLocale().startsWith('zh');
  const rules = useRules();
  const courts = useHallState((state) => state.log.courts);
  const at = link.now();
  switch (kind) {
    case 'caseNumber': {
      const parsed = rules === null ? null : parseCaseNumber(text, { at, caseTypes: rules.book.caseTypes });
      if (rules === null || parsed === null || 'fault' in parsed) return null;
      const row = rules.book.caseTypes.find(({ code, ...validity }) => code === parsed.type && isValidAt(validity, at));
      return <span data-role="case-meaning">{t('taskForm.caseMeans', { court: courtName(courts, parsed.courtCode as CourtCode), year: parsed.year, kind: (chinese ? row?.name : row?.nameEn) ?? parsed.type, number: parsed.number })}</span>;
    }
    case 'text':
    case 'longText': {
      const found = personal ? null : personalIn(text, at);
      return found === null ? null : <span className={styles.warning} role="status" data-role="personal-warning">{t(`taskForm.personal.${found}`)}</span>;
    }
    default: return null;
  }
}
