import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectionBar, WritableBar } from '../../features/connection/index.ts';
import { HallBoundary, IdentifyOverlay, useHall, useSession } from '../../features/hall/index.ts';
import { SettingsDialog } from '../../features/settings/index.ts';
import { ShortcutsDialog } from '../../features/shortcuts/index.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { ConsoleHeader } from './ConsoleHeader.tsx';
import styles from './ConsoleApp.module.css';
import { DeskPage } from './DeskPage.tsx';
import { PAGE_DOORS } from './pageDoors.ts';
import { landingPage, pageOfPress, pagesFor, type PageName } from './pages.ts';

/** The frame: header, bars, and the page that is chosen among those the session may use. */
export function ConsoleApp() {
  const { host, context } = useHall();
  const { capabilities } = useSession();
  const pages = useMemo(() => pagesFor(capabilities), [capabilities]);
  const [chosen, setChosen] = useState<PageName | null>(null);
  const [dialog, setDialog] = useState<'settings' | 'shortcuts' | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const page = chosen !== null && pages.includes(chosen) ? chosen : landingPage(pages);
  const openSettings = useCallback(() => setDialog('settings'), []);
  const openShortcuts = useCallback(() => setDialog('shortcuts'), []);

  useEffect(() => {
    const document = root.current?.ownerDocument;
    const onKeyDown = (event: KeyboardEvent) => {
      const target = pageOfPress(event, pages);
      // A dialog belongs to its page: whoever is in the middle of something stays there.
      if (target !== null && document?.querySelector('[role="dialog"]') === null) {
        event.preventDefault();
        setChosen(target);
      }
    };
    document?.addEventListener('keydown', onKeyDown);
    return () => document?.removeEventListener('keydown', onKeyDown);
  }, [pages]);

  return (
    <div ref={root} className={styles.console} data-page={page}>
      <ConsoleHeader pages={pages} page={page} onPage={setChosen} onOpenSettings={openSettings} onOpenShortcuts={openShortcuts} />
      <ConnectionBar onOpenSettings={openSettings} />
      <WritableBar />
      <div className={styles.stage}>
        {pages.includes('desk') && (
          // Covered, not taken away: a tile that is not laid out asks for no picture, and would have to begin anew.
          <div className={styles.layer} inert={page !== 'desk'} data-role="desk-layer">
            <DeskPage active={page === 'desk'} onOpenShortcuts={openShortcuts} />
          </div>
        )}
        {page !== undefined && page !== 'desk' && <PageLayer key={page} page={page} />}
      </div>
      <IdentifyOverlay host={host} />
      <SettingsDialog host={host} context={context} opened={dialog === 'settings'} onClose={() => setDialog(null)} />
      <ShortcutsDialog opened={dialog === 'shortcuts'} onClose={() => setDialog(null)} />
    </div>
  );
}

function PageLayer({ page }: { page: Exclude<PageName, 'desk'> }) {
  const { t } = useTranslation();
  const Page = PAGE_DOORS[page];
  return (
    <section className={styles.layer} aria-label={t(`hall.page.${page}`)} data-role="page-layer" data-page={page}>
      <HallBoundary name={page}>
        <Suspense fallback={<EmptyNote title={t('hall.loading')} />}>
          <Page />
        </Suspense>
      </HallBoundary>
    </section>
  );
}
