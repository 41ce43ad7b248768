import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import { sees } from '#domain/access/viewer.ts';
import type { Instruction } from '#protocol/field/instructions.ts';
import { formatAge, formatClock, formatMoment } from '../../../i18n/beijingTime.ts';
import { listOf } from '../../../i18n/listOf.ts';
import { ActionButton } from '../../command/index.ts';
import { DocumentViewer } from '../../documents/index.ts';
import { useCapability, useHall, useHallNow, useHallState, useLocale, useSession } from '../../hall/index.ts';
import { useSelection } from '../../selection/index.ts';
import { isOpenInstruction, isUnanswered, type Sheet } from '../model/instructionRows.ts';
import { readPaper } from '../model/readPaper.ts';
import { TelephoneDialog, WithdrawDialog } from './dialogs/AnswerDialog.tsx';
import styles from './Instructions.module.css';

type SheetCardProps = { readonly sheet: Sheet; readonly opened: boolean; readonly onToggle: () => void };

/** A folded sheet names its units one by one up to so many. */
const FOLDED_UNITS = 4;

/** One sheet: the words, and how far each unit is with them. */
export function SheetCard({ sheet, opened, onToggle }: SheetCardProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const units = useHallState((state) => state.log.units);
  const [first] = sheet.instructions;
  if (first === undefined) {
    return null;
  }
  const names = listOf(sheet.instructions.map(({ unitId }) => units.get(unitId)?.name ?? '—'), locale);
  const one = sheet.instructions.length === 1;
  return (
    <section className={styles.sheet} data-severity={first.severity} data-open={sheet.isOpen} data-sheet-id={sheet.sheetId} aria-label={first.number}>
      <button type="button" className={styles.head} aria-expanded={opened} onClick={onToggle}>
        <span className={styles.text}>{first.text}</span>
        <span className={styles.state} data-state={one ? first.state : ''}>{one ? t(`instructions.state.${first.state}`) : t('instructions.counted', { done: sheet.instructions.filter((it) => !isUnanswered(it)).length, total: sheet.instructions.length })}</span>
        <span className={styles.to} title={names}>{shortCourtName(first.fromCourtName)} → {names}</span>
        <AcceptBy instructions={sheet.instructions} />
      </button>
      {opened && <SheetFacts first={first} />}
      {(opened || (!one && sheet.instructions.length <= FOLDED_UNITS)) && <ul className={styles.units}>{sheet.instructions.map((instruction) => <UnitLine key={instruction.instructionId} instruction={instruction} opened={opened} />)}</ul>}
    </section>
  );
}

/** Until when somebody has to say yes. */
function AcceptBy({ instructions }: { instructions: readonly Instruction[] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const times = instructions.filter(isUnanswered).flatMap(({ acceptBy }) => acceptBy ?? []);
  return times.length === 0 ? null : <time className={styles.acceptBy}>{t('instructions.acceptIn', { age: formatAge(Math.max(0, Math.min(...times) - now), locale) })}</time>;
}

function SheetFacts({ first }: { first: Instruction }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const operation = useHallState((state) => (first.operationId === null ? undefined : state.log.operations.get(first.operationId)));
  const [paper, setPaper] = useState<Instruction['documents'][number] | null>(null);
  return (
    <div className={styles.facts}>
      <p>{t('instructions.by', { court: first.fromCourtName, name: first.fromName, time: formatMoment(first.sentAt, link.now(), locale) })}</p>
      {operation !== undefined && <p>{t('instructions.operation')} {operation.title}</p>}
      {first.place !== null && <Place instruction={first} place={first.place} />}
      {first.documents.map((document) => (
        <button key={document.documentId} type="button" className={styles.paper} onClick={() => setPaper(document)} data-document-id={document.documentId}>{document.name}</button>
      ))}
      {paper !== null && <DocumentViewer title={paper.name} read={() => readPaper(link, paper.documentId)} onClose={() => setPaper(null)} />}
    </div>
  );
}

function Place({ instruction, place }: { instruction: Instruction; place: NonNullable<Instruction['place']> }) {
  const { t } = useTranslation();
  const selection = useSelection();
  const { position } = place;
  return (
    <p>
      {t('instructions.place')} {position === null ? place.name : <button type="button" className={styles.link} onClick={() => selection.show({ kind: 'place', id: instruction.instructionId, position })}>{place.name}</button>}
    </p>
  );
}

/** How far one unit is; opened, each step with its time. */
function UnitLine({ instruction, opened }: { instruction: Instruction; opened: boolean }) {
  const { t } = useTranslation();
  const selection = useSelection();
  const { court } = useSession();
  const sends = useCapability('instructions.send');
  const name = useHallState((state) => state.log.units.get(instruction.unitId)?.name ?? '—');
  const [dialog, setDialog] = useState<'telephone' | 'withdraw' | null>(null);
  const last = instruction.steps.at(-1);
  const isOpen = isOpenInstruction(instruction);
  return (
    <li className={styles.unit} data-instruction-id={instruction.instructionId} data-state={instruction.state}>
      <button type="button" className={styles.unitName} onClick={() => selection.show({ kind: 'unit', id: instruction.unitId })}>{name}</button>
      <span className={styles.state} data-state={instruction.state}>{t(`instructions.state.${instruction.state}`)}</span>
      {last !== undefined && <time className={styles.at}>{formatClock(last.at)}</time>}
      {!opened && last?.words ? <span className={styles.words} title={last.words}>{last.words}</span> : null}
      {opened && (
        <ol className={styles.steps} aria-label={t('instructions.steps')}>
          {instruction.steps.map((step) => (
            <li key={`${step.at} ${step.state}`}>
              <time>{formatClock(step.at)}</time> {step.state === 'sent' ? t('instructions.sentStep') : t(`instructions.state.${step.state}`)}{step.way === 'telephone' ? `（${t('instructions.telephone')}）` : ''} {step.name}
              {step.saidAt !== null && Math.abs(step.at - step.saidAt) > LATE_MS ? ` · ${t('instructions.saidAt', { time: formatClock(step.saidAt) })}` : ''}
              {step.words === null ? '' : ` · ${step.words}`}
            </li>
          ))}
        </ol>
      )}
      {opened && sends && isOpen && (
        <span className={styles.actions}>
          <ActionButton size="compact-xs" onClick={() => setDialog('telephone')} data-action="instruction.telephone">{t('instructions.action.telephone')}</ActionButton>
          {sees(court.courtCode, instruction.fromCourtCode) && <ActionButton size="compact-xs" onClick={() => setDialog('withdraw')} data-action="instruction.withdraw">{t('instructions.action.withdraw')}</ActionButton>}
        </span>
      )}
      {dialog === 'telephone' && <TelephoneDialog instruction={instruction} onClose={() => setDialog(null)} />}
      {dialog === 'withdraw' && <WithdrawDialog instruction={instruction} onClose={() => setDialog(null)} />}
    </li>
  );
}

/** An answer that came this much later than it was given was given offline. */
const LATE_MS = 5_000;
