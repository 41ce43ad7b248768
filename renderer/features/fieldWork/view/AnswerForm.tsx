import { useState } from 'react';
import type { Texts } from '../../field/index.ts';
import type { StorageError } from '../model/outbox/outboxStore.ts';
import { Sheet } from './Sheet.tsx';
import styles from './Sheet.module.css';

const REASONS = ['work.reasons.busy', 'work.reasons.far', 'work.reasons.unsafe', 'work.reasons.equipment'] as const;
const RESULTS = ['work.finishPresets.done', 'work.finishPresets.nobody'] as const;
const LEAST = 2;

type AnswerFormProps = {
  readonly kind: 'refuse' | 'finish';
  readonly texts: Texts;
  readonly problem: StorageError['problem'] | null;
  readonly onBack: () => void;
  readonly onAnswer: (words: string) => void;
};

/** Why not, or what came of it: one touch for the usual words, or one's own. */
export function AnswerForm({ kind, texts, problem, onBack, onAnswer }: AnswerFormProps) {
  const [words, setWords] = useState('');
  const refusing = kind === 'refuse';
  return (
    <Sheet
      title={texts(refusing ? 'work.refuseTitle' : 'work.finishTitle')}
      closeLabel={texts('work.back')}
      onClose={onBack}
      footer={<button type="button" data-role="field-answer-confirm" data-yes="true" disabled={words.trim().length < LEAST} onClick={() => onAnswer(words)}>{texts(refusing ? 'work.refuseConfirm' : 'work.finishConfirm')}</button>}
    >
      {problem === null ? null : <p className={styles.problem} role="alert">{texts(`work.storageProblem.${problem}`)}</p>}
      <div className={`${styles.choice} ${styles.pairs}`} data-role="field-answer-presets">
        {(refusing ? REASONS : RESULTS).map((preset) => (
          <button key={preset} type="button" aria-pressed={words === texts(preset)} onClick={() => setWords(texts(preset))}>{texts(preset)}</button>
        ))}
      </div>
      <textarea className={styles.text} value={words} maxLength={refusing ? 200 : 1_000} aria-label={texts(refusing ? 'work.otherReason' : 'work.finishHint')} placeholder={texts(refusing ? 'work.otherReason' : 'work.finishHint')} data-role="field-answer-words" onChange={(event) => setWords(event.currentTarget.value)} />
    </Sheet>
  );
}
