import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Instruction } from '#protocol/field/instructions.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import type { Texts } from '../../field/index.ts';
import type { FieldWork } from '../model/fieldWork.ts';
import { StorageError } from '../model/outbox/outboxStore.ts';
import type { ShownInstruction } from '../model/shownInstruction.ts';
import { AnswerForm } from './AnswerForm.tsx';
import { Deadline } from './Deadline.tsx';
import { DocumentList } from './DocumentList.tsx';
import { refusalText } from './refusalText.ts';
import { Sheet } from './Sheet.tsx';
import styles from './Sheet.module.css';

type InstructionSheetProps = { readonly shown: ShownInstruction; readonly work: FieldWork; readonly texts: Texts; readonly onClose: () => void };

/** One instruction whole; that it is open here tells its sender that it was read. */
export function InstructionSheet({ shown, work, texts, onClose }: InstructionSheetProps) {
  const { storage } = useStore(work.state);
  const [asking, setAsking] = useState<'refuse' | 'finish' | null>(null);
  const [problem, setProblem] = useState<StorageError['problem'] | null>(null);
  const { instruction, state, refusal, waits } = shown;
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act();
      setProblem(null);
      setAsking(null);
    } catch (error) {
      setProblem(error instanceof StorageError ? error.problem : 'unavailable');
    }
  };
  const { instructionId } = instruction;
  useEffect(() => {
    if (storage === 'ready') void attempt(() => work.open(shown));
    // Once for each instruction when it can be kept, and again when it ends meanwhile.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [instructionId, storage, shown.unseenEnding]);
  const title = `${texts(`work.severity.${instruction.severity}`)} · ${texts(`work.state.${state}`)}${waits ? ` · ${texts('work.waits')}` : ''}`;
  if (asking !== null) {
    return <AnswerForm kind={asking} texts={texts} problem={problem} onBack={() => setAsking(null)} onAnswer={(words) => void attempt(() => (asking === 'refuse' ? work.refuse(shown, words) : work.finish(shown, words)))} />;
  }
  const unanswered = state === 'sent' || state === 'delivered' || state === 'read';
  return (
    <Sheet
      title={title}
      closeLabel={texts('work.close')}
      onClose={onClose}
      footer={
        unanswered ? (
          <>
            <button type="button" data-role="field-instruction-refuse" onClick={() => setAsking('refuse')}>{texts('work.refuse')}</button>
            <button type="button" data-role="field-instruction-accept" data-yes="true" onClick={() => void attempt(() => work.accept(shown))}>{texts('work.accept')}</button>
          </>
        ) : state === 'accepted' ? (
          <button type="button" data-role="field-instruction-finish" data-yes="true" onClick={() => setAsking('finish')}>{texts('work.finish')}</button>
        ) : null
      }
    >
      {problem === null ? null : <p className={styles.problem} role="alert">{texts(`work.storageProblem.${problem}`)}</p>}
      {refusal === null ? null : <p className={styles.problem} role="status">{texts('work.answerRefused', { reason: refusalText(refusal, texts) })}</p>}
      {unanswered && instruction.acceptBy !== null ? <Deadline at={instruction.acceptBy} now={() => work.now()} texts={texts} /> : null}
      <p className={styles.words} data-role="field-instruction-text">{instruction.text}</p>
      <PlaceLink place={instruction.place} texts={texts} />
      <DocumentList documents={instruction.documents} work={work} texts={texts} />
      <Ending instruction={instruction} texts={texts} />
      <p className={styles.faint}>
        {texts('work.from', { court: instruction.fromCourtName, name: instruction.fromName })}<br />
        {instruction.number} · {texts('work.sentAt', { time: formatMoment(instruction.sentAt, work.now(), 'zh-CN') })}
      </p>
    </Sheet>
  );
}

function PlaceLink({ place, texts }: { place: Instruction['place']; texts: Texts }) {
  if (place === null) {
    return null;
  }
  const { name, position } = place;
  return (
    <div className={styles.choice}>
      {position === null ? <p>{name}</p> : (
        <a href={`geo:${position.latitudeDeg},${position.longitudeDeg}?q=${position.latitudeDeg},${position.longitudeDeg}(${encodeURIComponent(name)})`} data-role="field-instruction-place">
          {name === '' ? texts('work.openMap') : `${name} · ${texts('work.openMap')}`}
        </a>
      )}
    </div>
  );
}

/** Why it was withdrawn, or what this unit said last. */
function Ending({ instruction, texts }: { instruction: Instruction; texts: Texts }) {
  const step = instruction.steps.findLast(({ words }) => words !== null);
  if (step === undefined || step.words === null) {
    return null;
  }
  const by = step.way === 'telephone' ? `（${texts('work.telephone')}）` : '';
  return <p>{texts(step.state === 'withdrawn' ? 'work.withdrawnWhy' : 'work.answerWords', { words: step.words })}{by}</p>;
}
