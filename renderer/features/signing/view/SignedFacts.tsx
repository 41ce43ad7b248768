import { useTranslation } from 'react-i18next';
import { flowOf } from '#domain/tasks/flow/flowOf.ts';
import { COUNTERSIGN } from '#domain/tasks/signing/canonicalTask.ts';
import { useLocale, useRules } from '../../hall/index.ts';
import { textOf, type ToSign } from '../model/signer.ts';
import styles from './Signing.module.css';

/** What the name is put to: which task, which decision, in which words. The hash is that of all of it, papers included. */
export function SignedFacts({ toSign }: { toSign: ToSign }) {
  const { t } = useTranslation();
  const english = useLocale() === 'en';
  const rules = useRules();
  const { task, step, words, count = null, result = null, onBehalfOf = null } = toSign;
  const flow = rules === null ? undefined : flowOf(rules.book, task);
  const named = (row: { name: string; nameEn: string } | undefined) => (row === undefined ? null : english ? row.nameEn : row.name);
  const decision = step === COUNTERSIGN ? t(count === 0 ? 'signing.countersignRefused' : 'signing.countersign') : (named(flow?.steps.find(({ id }) => id === step)) ?? step);
  const facts: readonly (readonly [string, string | null])[] = [
    [t('signing.fact.title'), task.title],
    [t('signing.fact.number'), task.number],
    [t('signing.fact.caseNumber'), task.caseNumber],
    [t('signing.fact.ends'), `${task.from.courtName} → ${task.to.courtName}`],
    [t('signing.fact.papers'), task.documents.length === 0 ? null : t('signing.papers', { count: task.documents.length })],
    [t('signing.fact.decision'), decision],
    [t('signing.fact.onBehalfOf'), onBehalfOf?.name ?? null],
    [t('signing.fact.count'), step === COUNTERSIGN || count === null ? null : String(count)],
    ...Object.entries(result ?? {}).map(([id, value]) => [named(flow?.results.find((field) => field.id === id)) ?? id, String(value)] as const),
    [t('signing.fact.words'), words],
  ];
  return (
    <dl className={styles.facts} data-role="signed-facts">
      {facts.map(([name, value]) => value !== null && <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      <div><dt>{t('signing.fact.hash')}</dt><dd className={styles.hash}>{textOf(toSign).contentHash.slice(0, 16)}</dd></div>
    </dl>
  );
}
