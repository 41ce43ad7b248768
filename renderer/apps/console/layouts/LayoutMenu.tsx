import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Keys } from '../../../features/shortcuts/index.ts';
import { CloseIcon, LayoutIcon } from '../../../ui/icons.tsx';
import { useConsoleDesk } from '../desk/consoleDesk.ts';
import { openPanel } from '../desk/deskKeys.ts';
import type { DeskPanel } from '../panels.tsx';
import styles from './LayoutMenu.module.css';
import { isPreset, PRESETS } from './presets.ts';

/** In the header: arrangements, and the panels that can be opened and closed. */
export function LayoutMenu({ panels, onSaveAs }: { panels: readonly DeskPanel[]; onSaveAs: () => void }) {
  const { t } = useTranslation();
  const { layouts, dock } = useConsoleDesk();
  // Which panels are open is the dock's own; it is read whenever the menu opens.
  const [, setOpenings] = useState(0);
  const { chosen, current, saved } = useStore(layouts.state, (state) => state.book);
  const name = isPreset(chosen) ? t(`desk.preset.${chosen}`) : (saved.find(({ id }) => id === chosen)?.name ?? t('desk.preset.command'));
  const choices = [...PRESETS.map((preset) => ({ id: preset as string, title: t(`desk.preset.${preset}`), own: false })), ...saved.map((each) => ({ id: each.id, title: each.name, own: true }))];
  const toggle = (id: string) => {
    const handle = dock.current;
    if (handle?.isOpen(id) === true) {
      handle.close(id);
    } else if (handle !== null) {
      openPanel(handle, id);
    }
  };
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }} width={260} onOpen={() => setOpenings((count) => count + 1)}>
      <Menu.Target>
        <Tooltip label={t('desk.layoutNow', { name })}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('desk.layoutNow', { name })} data-role="layout-menu"><LayoutIcon size={18} /></ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('desk.layouts')}</Menu.Label>
        {choices.map(({ id, title, own }, index) => (
          <Menu.Item
            key={id}
            leftSection={<Chosen on={id === chosen} />}
            rightSection={
              <span className={styles.right}>
                {index < 9 && <Keys chord={`Ctrl+Alt+${index + 1}`} />}
                {own && <span role="button" tabIndex={-1} className={styles.forget} aria-label={t('desk.forgetLayout', { name: title })} title={t('desk.forgetLayout', { name: title })} onClick={(event) => {
                  event.stopPropagation();
                  layouts.forget(id);
                }}><CloseIcon size={10} /></span>}
              </span>
            }
            onClick={() => layouts.choose(id)}
            data-layout={id}
          >
            {title}
            {id === chosen && current !== null && <span className={styles.moved}>{t('desk.moved')}</span>}
          </Menu.Item>
        ))}
        <Menu.Item onClick={onSaveAs} data-role="save-layout">{t('desk.saveAs')}</Menu.Item>
        <Menu.Item disabled={current === null} onClick={() => layouts.choose(chosen)} data-role="reset-layout">{t('desk.reset')}</Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('desk.panels')}</Menu.Label>
        {panels.map(({ id }, index) => (
          <Menu.Item key={id} leftSection={<Chosen on={dock.current?.isOpen(id) === true} />} rightSection={index < 9 && <Keys chord={`Alt+${index + 1}`} />} onClick={() => toggle(id)}>{t(`desk.panel.${id}`)}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Chosen({ on }: { on: boolean }) {
  return <span className={styles.chosen} data-on={on}>{on ? '✓' : ''}</span>;
}
