import { useStore } from 'zustand';
import { formatClock, formatMoment } from '../../../i18n/beijingTime.ts';
import type { Texts } from '../../field/index.ts';
import type { FieldWork } from '../model/fieldWork.ts';
import type { Act, OutboxItem } from '../model/outbox/outboxItem.ts';
import { BytesImage } from './BytesImage.tsx';
import { refusalText } from './refusalText.ts';
import { saveCopy } from './saveCopy.ts';
import styles from './Work.module.css';

type ItemRowProps = { readonly item: OutboxItem; readonly work: FieldWork; readonly texts: Texts };

/** One thing that was done here, and how far it got. */
export function ItemRow({ item, work, texts }: ItemRowProps) {
  const { sending, author } = useStore(work.state);
  const { act, outcome, thumbnail } = item;
  const report = act.name === 'report.submit' ? act.input : null;
  const picture = report?.picture ?? null;
  const under = sending?.itemId === item.itemId && outcome === null ? sending : null;
  const foreign = outcome === null && item.unitId !== author?.unitId;
  // What another unit wrote is not for whoever holds the phone now.
  const state = outcome?.state ?? (foreign ? 'foreign' : under === null ? 'waiting' : 'sending');
  const share = under === null || picture === null ? null : under.sentBytes / picture.totalBytes;
  return (
    <div className={styles.item} data-role="field-item" data-state={state} data-hash={item.hash ?? undefined}>
      <div className={styles.facts}>
        <span className={styles.line}>
          <span className={styles.severity}>{kindText(act, texts)}</span>
          {report === null ? null : <time>{formatMoment(report.takenAt, work.now(), 'zh-CN')}</time>}
          <span className={styles.state} data-state={state}>
            {state === 'sent' ? texts('work.item.sent', { time: formatClock(outcome?.at ?? 0) })
              : outcome?.state === 'refused' ? texts('work.item.refused', { reason: refusalText(outcome.code, texts) })
              : state === 'foreign' ? texts('work.item.foreign', { name: item.unitName })
              : share !== null ? texts('work.item.sending', { percent: Math.floor(share * 100) })
              : texts(state === 'sending' ? 'work.item.sendingPlain' : 'work.item.waiting')}
          </span>
        </span>
        {report === null || report.text === '' || foreign ? null : <span className={styles.words}>{report.text}</span>}
        {share === null ? null : <span className={styles.bar} role="progressbar" aria-valuenow={Math.floor(share * 100)}><span style={{ width: `${share * 100}%` }} /></span>}
        {picture !== null && (state === 'refused' || state === 'foreign') ? (
          <button type="button" className={styles.copy} onClick={() => void saveCopy(work, item)}>{texts('work.keepCopy')}</button>
        ) : null}
      </div>
      {thumbnail === null || foreign ? null : <BytesImage className={styles.thumbnail} bytes={thumbnail} mimeType="image/jpeg" alt={texts('work.photo')} role="field-thumbnail" />}
    </div>
  );
}

function kindText(act: Act, texts: Texts): string {
  switch (act.name) {
    case 'report.submit': return texts(act.input.picture === null ? 'work.note' : 'work.photo');
    case 'instruction.read': return texts('work.answer.read');
    case 'instruction.accept': return texts('work.answer.accept');
    case 'instruction.refuse': return texts('work.answer.refuse');
    case 'instruction.finish': return texts('work.answer.finish');
  }
}
