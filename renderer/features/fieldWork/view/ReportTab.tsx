import { useStore } from 'zustand';
import type { Texts } from '../../field/index.ts';
import type { FieldWork } from '../model/fieldWork.ts';
import { unsentOf } from '../model/unsentOf.ts';
import type { SheetStore, WorkSheet } from '../model/workSheet.ts';
import { ItemRow } from './ItemRow.tsx';
import { PhotoField } from './PhotoField.tsx';
import styles from './Work.module.css';

/** How the line to the hall stands: it is there, it comes by itself, or a person must mend it. */
export type WorkLine = 'online' | 'offline' | 'refused';

type ReportTabProps = {
  readonly work: FieldWork;
  readonly sheet: SheetStore;
  readonly line: WorkLine;
  /** The picture of the running camera; null: there is none. */
  readonly grab: (() => Promise<Blob>) | null;
  readonly texts: Texts;
};

/** Notes and photos: made here, and what became of each. */
export function ReportTab({ work, sheet, line, grab, texts }: ReportTabProps) {
  const { items, storage, author } = useStore(work.state);
  const begin = (source: Extract<WorkSheet, { kind: 'report' }>['source']) => sheet.setState({ sheet: { kind: 'report', source } });
  // What became of an answer that arrived stands with its instruction; what another unit sent is its own affair.
  const shown = items.filter(({ act, outcome, unitId }) => outcome?.state !== 'sent' || (act.name === 'report.submit' && unitId === author?.unitId));
  const able = author !== null && storage === 'ready';
  return (
    <>
      <div className={styles.make} data-role="field-make">
        <button type="button" data-role="field-note" disabled={!able} onClick={() => begin('note')}>{texts('work.new')}</button>
        {grab === null ? null : <button type="button" data-role="field-grab" disabled={!able} onClick={() => begin(grab())}>{texts('work.grab')}</button>}
        <PhotoField label={texts('work.takePhoto')} role="field-photo" capture disabled={!able} onFile={(file) => begin(Promise.resolve(file))} />
        <PhotoField label={texts('work.choosePhoto')} role="field-gallery" disabled={!able} onFile={(file) => begin(Promise.resolve(file))} />
      </div>
      <Notice work={work} line={line} texts={texts} />
      {shown.length === 0 ? <p className={styles.empty}>{texts('work.noReports')}</p> : (
        <ul className={styles.list} data-role="field-outbox">
          {shown.toReversed().map((item) => <li key={item.itemId}><ItemRow item={item} work={work} texts={texts} /></li>)}
        </ul>
      )}
    </>
  );
}

function Notice({ work, line, texts }: Pick<ReportTabProps, 'work' | 'line' | 'texts'>) {
  const state = useStore(work.state);
  const count = unsentOf(state).length;
  if (state.author === null) {
    return <p className={styles.notice}>{texts('work.needsEnrolment')}</p>;
  }
  if (state.storage === 'unavailable' || state.storage === 'full') {
    return <p className={styles.notice} role="alert">{texts(`work.storageProblem.${state.storage}`)}</p>;
  }
  if (count === 0) {
    return state.items.every(({ unitId }) => unitId !== state.author?.unitId) ? null : <p className={styles.notice} data-calm="true" data-role="field-unsent" data-count="0">{texts('work.allSent')}</p>;
  }
  const sentence =
    line === 'refused' ? texts('work.unsentRefused', { count })
    : line === 'offline' ? texts('work.unsentOffline', { count })
    : state.problem !== null ? texts('work.unsentProblem', { count, code: state.problem })
    : texts('work.unsent', { count });
  return <p className={styles.notice} role="status" data-role="field-unsent" data-count={count}>{sentence}</p>;
}
