import { useState, type FormEvent } from 'react';
import { useStore } from 'zustand';
import type { Enrolment } from '../../model/createEnrolment.ts';
import type { Texts } from '../texts.ts';
import { CodeFinder } from './CodeFinder.tsx';
import styles from './EnrolForm.module.css';

/** Where a device is told which unit it is. `onEnrolled` follows when it was. */
export function EnrolForm({ enrolment, texts, onEnrolled }: { enrolment: Enrolment; texts: Texts; onEnrolled: () => void }) {
  const { working, problem, code: first } = useStore(enrolment.state);
  const [code, setCode] = useState(first);
  const [scanning, setScanning] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await redeem(code.trim());
  };
  const redeem = async (given: string) => {
    if (given !== '' && (await enrolment.redeem(given))) {
      onEnrolled();
    }
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate data-role="enrol">
      <h1>{texts('enrol.title')}</h1>
      <p>{texts('enrol.lead')}</p>
      {scanning ? (
        <CodeFinder
          texts={texts}
          onCode={(found) => {
            setScanning(false);
            setCode(found);
            void redeem(found);
          }}
        />
      ) : null}
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
      <button type="submit" className={styles.submit} disabled={working || code.trim() === ''}>{texts(working ? 'enrol.working' : 'enrol.submit')}</button>
      {'BarcodeDetector' in globalThis ? <button type="button" className={styles.submit} data-role="enrol-scan" onClick={() => setScanning(!scanning)}>{texts(scanning ? 'enrol.scanStop' : 'enrol.scan')}</button> : null}
    </form>
  );
}
