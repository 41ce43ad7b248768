import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { slotNumber } from '../../../hall/index.ts';
import { useSelection } from '../../../selection/index.ts';
import type { WallNotice } from '../../model/wallDesk.ts';
import { usePanelTools } from '../panelTools.ts';
import { TileActions } from './TileActions.tsx';
import { useTakeWords } from './TakeTools.tsx';
import styles from './tools.module.css';

/** One line under the wall: what just happened, else what can be done with the tiles that are chosen. */
export function WallNoticeLine() {
  const { t } = useTranslation();
  const { desk } = usePanelTools();
  const selection = useSelection();
  const takeWords = useTakeWords();
  const notice = useStore(desk.state, (state) => state.notice);
  if (notice === null) {
    return <TileActions />;
  }
  const first = 'slotIds' in notice ? notice.slotIds[0] : undefined;
  return (
    <div className={styles.notice} role="status" data-kind={notice.kind}>
      <span className={styles.noticeText} title={noticeWords(t, notice, takeWords)}>{noticeWords(t, notice, takeWords)}</span>
      {notice.kind === 'conflict' && (
        <>
          <Button size="compact-xs" data-action="wall.again" onClick={() => void desk.again()}>{t('wall.again')}</Button>
          {first !== undefined && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                selection.focusSlot(first);
                desk.say(null);
              }}
            >
              {t('wall.look')}
            </Button>
          )}
        </>
      )}
      {notice.kind === 'overtaken' && (
        <>
          <Button size="compact-xs" onClick={() => desk.rebase()}>{t('wall.rebase')}</Button>
          <Button size="compact-xs" variant="default" onClick={() => void desk.putUp({ overOthers: true })}>{t('wall.putUpOver')}</Button>
        </>
      )}
      {(notice.kind === 'lost' || notice.kind === 'putUp') && <Button size="compact-xs" onClick={() => void desk.undo()}>{t('wall.undo')}</Button>}
      <Button size="compact-xs" variant="default" onClick={() => desk.say(null)}>{t('wall.noticeClose')}</Button>
    </div>
  );
}

function noticeWords(t: TFunction, notice: WallNotice, takeWords: ReturnType<typeof useTakeWords>): string {
  const numbers = 'slotIds' in notice ? notice.slotIds.map(slotNumber).join('、') : '';
  switch (notice.kind) {
    case 'conflict':
      return t('wall.conflict', { numbers });
    case 'failed':
      return numbers === '' ? t('wall.failedAtAll', { reason: errorSentence(t, notice.problem) }) : t('wall.failed', { numbers, reason: errorSentence(t, notice.problem) });
    case 'lost':
      return t('wall.lost', { numbers, count: notice.count });
    case 'leftOut':
      return t('wall.leftOut', { count: notice.count });
    case 'undone':
      return t('wall.undone', { what: takeWords(notice.what) });
    case 'overtaken':
      return t('wall.overtaken', { numbers });
    case 'putUp':
      return t('wall.wasPutUp', { count: notice.count });
    case 'unitWithoutFeed':
      return t('wall.unitWithoutFeed', { name: notice.name });
  }
  return notice satisfies never;
}
