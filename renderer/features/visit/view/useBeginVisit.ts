import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useBlocked, useCommand } from '../../command/index.ts';
import { useCapability } from '../../hall/index.ts';

export type BeginVisit = {
  /** False: the session may not, and nothing is offered. */
  readonly offered: boolean;
  readonly busy: boolean;
  /** Why it cannot be begun now, or was not, as a sentence. */
  readonly problem: string | null;
  readonly begin: () => void;
};

/** Begins at once and asks nothing: whoever hides something is in a hurry. */
export function useBeginVisit(): BeginVisit {
  const { t } = useTranslation();
  const offered = useCapability('wall.edit');
  const blocked = useBlocked();
  const { ask, busy, problem } = useCommand('wall.beginVisit');
  const begin = useCallback(() => {
    if (offered) {
      void ask({ note: '' });
    }
  }, [ask, offered]);
  return { offered, busy, problem: blocked ?? (problem === null ? null : t('visit.beginFailed', { reason: errorSentence(t, problem) })), begin };
}
