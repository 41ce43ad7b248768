import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { TakeWhat } from '#protocol/wall/wall.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { useBlocked } from '../../../command/index.ts';
import { slotNumber, useHall, useHallState, useLocale, useSession } from '../../../hall/index.ts';
import { changedSlots, overtakenSlots } from '../../model/rehearsal.ts';
import type { MenuEntry } from '../menu/HandMenu.tsx';
import { usePanelTools } from '../panelTools.ts';
import styles from './tools.module.css';

/** Steps of the wall: take the newest back, rehearse the next one, put it up. */
export function TakeTools({ more }: { more: readonly MenuEntry[] }) {
  const { desk } = usePanelTools();
  const rehearsing = useStore(desk.state, (state) => state.rehearsal !== null);
  return rehearsing ? <RehearsalTools /> : <LiveTools more={more} />;
}

function LiveTools({ more }: { more: readonly MenuEntry[] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const { desk, openMenu } = usePanelTools();
  const blocked = useBlocked();
  const takeWords = useTakeWords();
  const court = useSession().court?.courtCode;
  const newest = useHallState((state) => (court === undefined ? undefined : state.log.walls.get(court)?.past.at(-1)));
  const saving = useStore(desk.state, (state) => state.busy.size > 0);
  const undoWords = newest === undefined ? t('wall.nothingToUndo') : t('wall.undoWords', { what: takeWords(newest.what), name: newest.by, time: formatMoment(newest.at, link.now(), locale) });
  return (
    <div className={styles.takes}>
      <Button size="compact-xs" variant="default" disabled={blocked !== null || newest === undefined} title={undoWords} aria-label={undoWords} data-action="wall.undo" onClick={() => void desk.undo()}>
        {t('wall.undo')}
      </Button>
      {newest !== undefined && <span className={styles.takeWords}>{undoWords}</span>}
      <span className={styles.saving} role="status">{saving && t('wall.saving')}</span>
      <Button size="compact-xs" variant="default" data-action="wall.rehearse" title={t('wall.rehearseHint')} onClick={() => desk.rehearse()}>{t('wall.rehearse')}</Button>
      {more.length > 0 && (
        <Button
          size="compact-xs"
          variant="default"
          aria-haspopup="menu"
          data-action="wall.menu"
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            openMenu({ title: t('wall.title'), entries: more, x: box.left, y: box.bottom + 2, opener: event.currentTarget });
          }}
        >
          {t('wall.wallMenu')}
        </Button>
      )}
    </div>
  );
}

function RehearsalTools() {
  const { t } = useTranslation();
  const { desk } = usePanelTools();
  const blocked = useBlocked();
  const wall = useHallState((state) => state.wall);
  const rehearsal = useStore(desk.state, (state) => state.rehearsal);
  const busy = useStore(desk.state, (state) => state.busy.size > 0);
  if (rehearsal === null) {
    return null;
  }
  const count = changedSlots(rehearsal, wall).length;
  const others = overtakenSlots(rehearsal, wall);
  return (
    <div className={styles.takes} data-rehearsal="true" data-role="wall-rehearsal">
      <strong className={styles.rehearsing}>{t('wall.rehearsing')}</strong>
      {others.length > 0 && (
        <>
          <span className={styles.overtaken} role="alert">{t('wall.overtaken', { numbers: others.map(slotNumber).join('、') })}</span>
          <Button size="compact-xs" variant="default" data-action="wall.rebase" onClick={() => desk.rebase()}>{t('wall.rebase')}</Button>
        </>
      )}
      <span className={styles.saving} role="status">{busy && t('wall.saving')}</span>
      <Button size="compact-xs" variant="default" disabled={rehearsal.steps.length === 0} onClick={() => void desk.undo()}>{t('wall.undoStep')}</Button>
      <Button size="compact-xs" variant="default" data-action="wall.drop" onClick={() => desk.drop()}>{t('wall.drop')}</Button>
      <Button size="compact-xs" color="yellow" disabled={blocked !== null || count === 0 || busy} title={blocked ?? undefined} data-action="wall.putUp" onClick={() => void desk.putUp({ overOthers: others.length > 0 })}>
        {others.length > 0 ? t('wall.putUpAnyway', { count }) : t('wall.putUp', { count })}
      </Button>
    </div>
  );
}

/** A step in words: what kind, and of what. */
export function useTakeWords(): (what: TakeWhat) => string {
  const { t } = useTranslation();
  return ({ kind, label }) => (label === '' ? t(`wall.take.${kind}`) : t('wall.takeOf', { kind: t(`wall.take.${kind}`), label }));
}
