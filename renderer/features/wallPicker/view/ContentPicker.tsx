import { Modal, Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tileAt, type TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import { placeContent } from '#domain/wall/edit/placeContent.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import { useBlocked } from '../../command/index.ts';
import { slotNumber, useHallState } from '../../hall/index.ts';
import type { WallDesk } from '../../wall/index.ts';
import { contentName } from '../../wallSketch/index.ts';
import { BoardChoices } from './BoardChoices.tsx';
import { FeedChoices } from './FeedChoices.tsx';
import styles from './Picker.module.css';
import { PictureChoice } from './PictureChoice.tsx';
import { TourForm } from './TourForm.tsx';

const TABS = ['feed', 'tour', 'board', 'picture'] as const;
type Tab = (typeof TABS)[number];

type ContentPickerProps = { readonly place: TilePlace; readonly wallDesk: WallDesk; readonly onDone: () => void };

/** What this tile is to show. */
export function ContentPicker({ place, wallDesk, onDone }: ContentPickerProps) {
  const { t } = useTranslation();
  const blocked = useBlocked();
  const [shown] = useState<TileContent>(() => tileOf(wallDesk, place)?.content ?? { kind: 'empty' });
  const [tab, setTab] = useState<Tab>(() => tabOf(shown));
  const now = useHallState((state) => contentName(t, shown, state));
  const [refused, setRefused] = useState(false);
  const put = async (content: TileContent, label: string) => {
    const done = await wallDesk.apply({ kind: content.kind === 'tour' ? 'tour' : 'edit', label: label.slice(0, 120) }, (layouts) => placeContent(layouts, place, content));
    setRefused(!done);
    if (done) {
      onDone();
    }
  };
  const choose = (content: TileContent, label: string) => {
    if (blocked === null) {
      void put(content, label);
    }
  };
  return (
    <Modal opened onClose={onDone} size={620} centered transitionProps={{ duration: 0 }} title={t('wallPicker.title', { number: slotNumber(place.slotId), place: place.tileKey.split('-').map((part) => Number(part) + 1).join('-') })} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <div className={styles.picker} data-role="content-picker">
        <p className={styles.hint}>{now === '' ? t('wallPicker.nowEmpty') : t('wallPicker.now', { name: now })}</p>
        {blocked !== null && <p className={styles.problem} role="status">{blocked}</p>}
        {refused && <p className={styles.problem} role="alert">{t('wallPicker.refused')}</p>}
        <Tabs value={tab} onChange={(value) => setTab((value ?? 'feed') as Tab)} keepMounted={false}>
          <Tabs.List>{TABS.map((name) => <Tabs.Tab key={name} value={name}>{t(`wallPicker.tab.${name}`)}</Tabs.Tab>)}</Tabs.List>
          <Tabs.Panel value="feed" pt="xs"><FeedChoices onChoose={({ feedId, name }) => choose({ kind: 'feed', feedId }, name)} /></Tabs.Panel>
          <Tabs.Panel value="tour" pt="xs"><TourForm place={place} wallDesk={wallDesk} shown={shown.kind === 'tour' ? shown : null} blocked={blocked !== null} onChoose={choose} /></Tabs.Panel>
          <Tabs.Panel value="board" pt="xs"><BoardChoices onChoose={choose} /></Tabs.Panel>
          <Tabs.Panel value="picture" pt="xs"><PictureChoice blocked={blocked !== null} onChoose={choose} /></Tabs.Panel>
        </Tabs>
      </div>
    </Modal>
  );
}

function tileOf(wallDesk: WallDesk, { slotId, tileKey }: TilePlace) {
  const layout = wallDesk.layouts().get(slotId);
  return layout === undefined ? undefined : tileAt(layout, tileKey);
}

function tabOf({ kind }: TileContent): Tab {
  return kind === 'tour' ? 'tour' : kind === 'picture' ? 'picture' : kind === 'feed' || kind === 'empty' ? 'feed' : 'board';
}
