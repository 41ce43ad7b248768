import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { rowAt } from '#domain/rules/rowAt.ts';
import { useAttention } from '../../attention/index.ts';
import { useCapability, useHall, useHallState, useLocale, useRules, useSession } from '../../hall/index.ts';
import { dueWords, rowName } from '../../stepMark/index.ts';
import { cuesOf } from '../model/cuesOf.ts';

const PREFIXES = ['signature/', 'clock/'];

/** Signatures that wait for this person and clocks that run out, as cues. A limit that is over raises an alarm as well, which is the one that sounds. */
export function OperationWatch() {
  const { t } = useTranslation();
  const locale = useLocale();
  const attention = useAttention();
  const { link, ticker } = useHall();
  const rules = useRules();
  const me = useSession().person?.userId ?? null;
  const sign = useCapability('operations.sign');
  const operations = useHallState((state) => state.log.operations);
  const steps = useHallState((state) => state.log.steps);
  useEffect(() => {
    const raised = new Set<string>();
    const follow = () => {
      const cues = cuesOf({ operations, steps: steps.values(), rules }, { sign, me }, link.now());
      const now = new Set(cues.map(({ id }) => id));
      for (const cue of cues) {
        if (raised.has(cue.id)) {
          continue;
        }
        raised.add(cue.id);
        const template = rules === null ? undefined : rowAt(rules.book.steps, cue.step.template, cue.step.beganAt ?? cue.at);
        const step = template === undefined ? cue.step.template : rowName(template, locale);
        const title =
          cue.kind === 'signature'
            ? t('steps.cue.signature', { step, operation: cue.operation.title, name: cue.step.signature?.askedBy ?? '' })
            : t(`steps.cue.${cue.pressing.tone === 'red' ? 'red' : 'amber'}`, { limit: rowName(cue.pressing.clock.limit, locale), due: dueWords(cue.pressing.clock, locale), step, operation: cue.operation.title });
        attention.raise({ id: cue.id, panel: 'operations', urgency: cue.kind === 'clock' && cue.pressing.tone === 'amber' ? 'info' : 'notice', at: cue.at, title });
      }
      for (const id of attention.state.getState().cues.keys()) {
        if (PREFIXES.some((prefix) => id.startsWith(prefix)) && !now.has(id)) {
          attention.clear(id);
        }
      }
    };
    follow();
    return ticker.onSecond(follow);
  }, [operations, steps, rules, sign, me, link, ticker, attention, locale, t]);
  return null;
}
