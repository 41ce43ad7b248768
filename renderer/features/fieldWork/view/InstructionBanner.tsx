import { useStore } from 'zustand';
import type { Texts } from '../../field/index.ts';
import type { FieldWork } from '../model/fieldWork.ts';
import { isNews } from '../model/shownInstruction.ts';
import type { SheetStore } from '../model/workSheet.ts';
import styles from './InstructionBanner.module.css';

type InstructionBannerProps = { readonly work: FieldWork; readonly sheet: SheetStore; readonly texts: Texts };

/** An instruction that nobody opened yet, or that ended without the person, on whatever tab one is. */
export function InstructionBanner({ work, sheet, texts }: InstructionBannerProps) {
  const unread = useStore(work.state).instructions.filter(isNews);
  const first = unread[0];
  if (first === undefined) {
    return null;
  }
  const { instructionId, severity, fromCourtName, text } = first.instruction;
  const what = first.unseenEnding ? texts(`work.state.${first.state}`) : texts('work.banner', { severity: texts(`work.severity.${severity}`), court: fromCourtName });
  return (
    <button type="button" className={styles.banner} data-role="field-instruction-banner" data-severity={first.unseenEnding ? 'urgent' : severity} onClick={() => sheet.setState({ sheet: { kind: 'instruction', instructionId } })}>
      <span className={styles.what}>
        <strong>{what}</strong>
        <span className={styles.words}>{text}</span>
        {unread.length > 1 ? <span className={styles.more}>{texts('work.bannerMore', { count: unread.length - 1 })}</span> : null}
      </span>
      <span className={styles.open}>{texts('work.openBanner')}</span>
    </button>
  );
}
