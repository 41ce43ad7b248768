import { useMemo } from 'react';
import { courtName } from '#domain/courts/courtName.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { EventNames } from '../../../i18n/eventSentence.ts';
import { useHallState, useRules } from './HallProvider.tsx';
import { useLocale } from './useLocale.ts';

type Named = { readonly id: string; readonly name: string; readonly nameEn: string };

/** Courts and rules by their names, for sentences about entries of the log. */
export function useEventNames(): EventNames {
  const locale = useLocale();
  const courts = useHallState((state) => state.log.courts);
  const rules = useRules();
  return useMemo(() => {
    const steps = rules?.book.steps ?? [];
    const rows: Named[] = [
      ...steps.flatMap((step) => [...step.exceptions, ...step.notices, ...step.checklist, ...step.outcomes]),
      ...(rules?.book.capacities ?? []),
      ...(rules?.book.papers ?? []),
      ...steps,
    ];
    const named = new Map(rows.map((row) => [row.id, locale === 'en' ? row.nameEn : row.name]));
    return { court: (code) => courtName(courts, code as CourtCode), rule: (id) => named.get(id) ?? id };
  }, [courts, rules, locale]);
}
