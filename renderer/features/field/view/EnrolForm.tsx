import { useState, type FormEvent } from 'react';
import { useStore } from 'zustand';
import type { Enrolment } from '../model/createEnrolment.ts';
import styles from './FieldScreen.module.css';
import type { Texts } from './texts.ts';

/** Where a device is told which unit it is. `onEnrolled` follows when it was. */
export function EnrolForm({ enrolment, texts, onEnrolled }: { enrolment: Enrolment; texts: Texts; onEnrolled: () => void }) {
  const { working, problem, code: first } = useStore(enrolment.state);
  const [code, setCode] = useState(first);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== '' && (await enrolment.redeem(code.trim()))) {
      onEnrolled();
    }
  };
  return (
    <form className={styles.enrol} onSubmit={(event) => void submit(event)} noValidate data-role="enrol">
      <h1>{texts('enrol.title')}</h1>
      <p>{texts('enrol.lead')}</p>
      <label>
        {texts('enrol.label')}
        <input
          value={code}
          onChange={(event) => setCode(event.currentTarget.value.toUpperCase())}
          placeholder="4F7K-29QX"
          maxLength={32}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
        />
      </label>
      {problem !== null && <p className={styles.problem} role="alert" data-problem={problem}>{texts(`enrol.problem.${problem}`)}</p>}
      <button type="submit" className={styles.retry} disabled={working || code.trim() === ''}>{texts(working ? 'enrol.working' : 'enrol.submit')}</button>
    </form>
  );
}
