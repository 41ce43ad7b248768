import { useStore } from 'zustand';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import type { Texts } from '../../field/index.ts';
import type { FieldWork } from '../model/fieldWork.ts';
import { isNew, isNews, isOpen, type ShownInstruction } from '../model/shownInstruction.ts';
import type { SheetStore } from '../model/workSheet.ts';
import { Deadline } from './Deadline.tsx';
import styles from './Work.module.css';

type OrdersTabProps = { readonly work: FieldWork; readonly sheet: SheetStore; readonly texts: Texts };

/** What the hall told this unit to do; open ones first. */
export function OrdersTab({ work, sheet, texts }: OrdersTabProps) {
  const { instructions } = useStore(work.state);
  if (instructions.length === 0) {
    return <p className={styles.empty}>{texts('work.noInstructions')}</p>;
  }
  return (
    <ul className={styles.list} data-role="field-instructions">
      {instructions.map((shown) => (
        <li key={shown.instruction.instructionId}>
          <Row shown={shown} work={work} texts={texts} onOpen={() => sheet.setState({ sheet: { kind: 'instruction', instructionId: shown.instruction.instructionId } })} />
        </li>
      ))}
    </ul>
  );
}

function Row({ shown, work, texts, onOpen }: { shown: ShownInstruction; work: FieldWork; texts: Texts; onOpen: () => void }) {
  const { instruction, state, waits } = shown;
  return (
    <button type="button" className={styles.row} data-role="field-instruction" data-state={state} data-new={isNews(shown)} data-open={isOpen(shown)} onClick={onOpen}>
      <span className={styles.line}>
        <span className={styles.severity} data-severity={instruction.severity}>{texts(`work.severity.${instruction.severity}`)}</span>
        <span className={styles.state}>{texts(`work.state.${state}`)}{waits ? ` · ${texts('work.waits')}` : ''}</span>
        <time className={styles.time}>{formatMoment(instruction.sentAt, work.now(), 'zh-CN')}</time>
      </span>
      <span className={styles.words}>{instruction.text}</span>
      {(isNew(shown) || state === 'read') && instruction.acceptBy !== null ? <Deadline at={instruction.acceptBy} now={() => work.now()} texts={texts} /> : null}
    </button>
  );
}
