import { ActionIcon, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AttentionBell } from '../../../features/attention/index.ts';
import { ConnectionBadge } from '../../../features/connection/index.ts';
import { DutyBadge } from '../../../features/duty/index.ts';
import { HallClock, isFeedLive, useHall, useHallName, useHallState, useLinkState, useLocale, useTick } from '../../../features/hall/index.ts';
import { PersonMenu } from '../../../features/signIn/index.ts';
import { VisitButton, type BeginVisit } from '../../../features/visit/index.ts';
import { formatDate } from '../../../i18n/beijingTime.ts';
import { HallMark } from '../../../ui/HallMark.tsx';
import { SearchIcon, SettingsIcon } from '../../../ui/icons.tsx';
import styles from './ConsoleHeader.module.css';
import { LayoutMenu } from '../layouts/LayoutMenu.tsx';
import { PAGE_NOTES } from '../pageDoors.ts';
import type { PageName } from '../pages.ts';
import type { DeskPanel } from '../panels.tsx';

type ConsoleHeaderProps = {
  readonly pages: readonly PageName[];
  readonly page: PageName | undefined;
  readonly onPage: (page: PageName) => void;
  readonly panels: readonly DeskPanel[];
  readonly onPanel: (panelId: string) => void;
  readonly onDialog: (name: 'settings' | 'palette' | 'saveLayout') => void;
  readonly visit: BeginVisit;
};

export function ConsoleHeader({ pages, page, panels, onPage, onPanel, onDialog, visit }: ConsoleHeaderProps) {
  const { t } = useTranslation();
  const { context } = useHall();
  const hallName = useHallName();
  return (
    <header className={styles.header}>
      <HallMark className={styles.mark} />
      <h1 className={styles.title} title={`${hallName ?? ''} · ${t('hall.console')} ${context.deviceName} · ${t('settings.version', { version: context.appVersion })}`}>{hallName ?? t('hall.productName')}</h1>
      <nav className={styles.tabs} aria-label={t('hall.pages')}>
        {pages.map((name, index) => (
          <Tooltip key={name} label={t('hall.pageKey', { name: t(`hall.page.${name}`), number: index + 1 })} disabled={name === page}>
            <button type="button" className={styles.tab} aria-current={name === page ? 'page' : undefined} data-page={name} data-name={t(`hall.page.${name}`)} onClick={() => onPage(name)}>{t(`hall.page.${name}`)}<PageNote page={name} /></button>
          </Tooltip>
        ))}
      </nav>
      <ConnectionBadge />
      <Counts />
      <div className={styles.right}>
        <DutyBadge {...(pages.includes('duty') ? { onOpen: () => onPage('duty') } : {})} />
        <AttentionBell onOpenPanel={onPanel} />
        <Clock />
        <PersonMenu />
        <VisitButton visit={visit} />
        <Tooltip label={t('palette.open')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('palette.open')} data-role="open-palette" onClick={() => onDialog('palette')}><SearchIcon size={18} /></ActionIcon>
        </Tooltip>
        {page === 'desk' && <LayoutMenu panels={panels} onSaveAs={() => onDialog('saveLayout')} />}
        <Tooltip label={t('hall.settings')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('hall.settings')} data-role="open-settings" onClick={() => onDialog('settings')}><SettingsIcon size={18} /></ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}

function PageNote({ page }: { page: PageName }) {
  const Note = PAGE_NOTES[page];
  return Note === undefined ? null : <Note />;
}

function Counts() {
  const { t } = useTranslation();
  const known = useHallState((state) => state.syncedAt !== null && state.position !== null);
  const synced = useHallState((state) => state.synced);
  const live = useHallState((state) => [...state.feeds.values()].filter(isFeedLive).length);
  const online = useHallState((state) => [...state.units.values()].filter((unit) => unit.online).length);
  const total = useHallState((state) => state.units.size);
  const walls = useHallState((state) => state.wall.size);
  const shown = useHallState((state) => [...state.wall.values()].filter((slot) => slot.shown).length);
  if (!known) {
    return null;
  }
  return (
    <div className={styles.counts} data-synced={synced}>
      <span>{t('hall.onlineCount', { online, total })}</span>
      <span>{t('hall.liveCount', { count: live })}</span>
      {walls > 0 && <Tooltip label={t('hall.displayCountHint')}><span>{t('hall.displayCount', { shown, total: walls })}</span></Tooltip>}
    </div>
  );
}

function Clock() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  useTick();
  return (
    <Tooltip label={online ? t('hall.beijingTimeHall') : t('hall.beijingTimeLocal')}>
      <span className={styles.clock}>
        <span className={styles.date}>{formatDate(link.now(), locale)}</span>
        <HallClock className={styles.time} />
      </span>
    </Tooltip>
  );
}
