import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { AlarmStrip } from '../../features/alarms/index.ts';
import { ApprovalProvider } from '../../features/approval/index.ts';
import { AttentionProvider } from '../../features/attention/index.ts';
import { ConnectionBar, WritableBar } from '../../features/connection/index.ts';
import { TileBoardProvider } from '../../features/diagnostics/index.ts';
import { ConsultationProvider, useRoomEntered } from '../../features/consultation/index.ts';
import { ExerciseBar } from '../../features/exercise/index.ts';
import { HallBoundary, IdentifyOverlay, useHall, useSession } from '../../features/hall/index.ts';
import { InstructProvider } from '../../features/instructions/index.ts';
import { Palette } from '../../features/palette/index.ts';
import { SelectionProvider } from '../../features/selection/index.ts';
import { SettingsDialog } from '../../features/settings/index.ts';
import { SigningProvider } from '../../features/signing/index.ts';
import { bindingsOf, listenForShortcuts, ShortcutsDialog } from '../../features/shortcuts/index.ts';
import { useBeginVisit, useVisit, VisitCurtain } from '../../features/visit/index.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { useCommands } from './commands/useCommands.ts';
import styles from './ConsoleApp.module.css';
import { ConsoleDeskProvider, useConsoleDesk } from './desk/consoleDesk.ts';
import { openPanel } from './desk/deskKeys.ts';
import { DeskPage } from './desk/DeskPage.tsx';
import { openConsoleDesk } from './desk/openConsoleDesk.ts';
import { useAlarmTakeover } from './desk/useAlarmTakeover.ts';
import { useOrderTakeover } from './desk/useOrderTakeover.ts';
import { AlarmWatch, OrderWatch } from './desk/watches.tsx';
import { ConsoleHeader } from './header/ConsoleHeader.tsx';
import { LayoutOffer } from './layouts/LayoutOffer.tsx';
import { SaveLayoutDialog } from './layouts/SaveLayoutDialog.tsx';
import { PAGE_DOORS } from './pageDoors.ts';
import { landingPage, pagesFor, type PageName } from './pages.ts';
import { panelsFor } from './panels.tsx';

/** The console of whoever sits here: what is theirs is made anew when somebody else does. */
export function ConsoleApp() {
  const { host, link, replica } = useHall();
  const whose = useSession().person?.userId ?? 'machine';
  const desk = useMemo(() => openConsoleDesk({ host, link, replica, whose }), [host, link, replica, whose]);
  useEffect(() => desk.layouts.follow(), [desk]);
  return (
    <ConsoleDeskProvider value={desk}>
      <SelectionProvider selection={desk.desk.selection}>
        <AttentionProvider>
          <SigningProvider key={whose}><InstructProvider><ApprovalProvider><ConsultationProvider><VisitGate /></ConsultationProvider></ApprovalProvider></InstructProvider></SigningProvider>
        </AttentionProvider>
      </SelectionProvider>
    </ConsoleDeskProvider>
  );
}

/** While visitors are in the hall the curtain stands in the place of everything: what is not in the page cannot be read there. */
function VisitGate() {
  const { host } = useHall();
  const visited = useVisit() !== null;
  /** The alarm for whose sake the visit was ended. */
  const opening = useRef<Alarm | null>(null);
  const wantAlarm = useCallback((alarm: Alarm | null) => {
    opening.current = alarm;
  }, []);
  const takeOpening = useCallback(() => {
    const alarm = opening.current;
    opening.current = null;
    return alarm;
  }, []);
  return visited ? (
    <div className={styles.console} data-page="visit">
      <ExerciseBar seat="row" />
      <AlarmWatch />
      <OrderWatch />
      <VisitCurtain onOpenAlarm={wantAlarm} />
      <IdentifyOverlay host={host} />
    </div>
  ) : (
    <ConsoleFrame takeOpening={takeOpening} />
  );
}

type DialogName = 'settings' | 'shortcuts' | 'palette' | 'saveLayout';

/** Header, bars, and the page that is chosen among those the session may use. */
function ConsoleFrame({ takeOpening }: { takeOpening: () => Alarm | null }) {
  const { host, context } = useHall();
  const { capabilities } = useSession();
  const { desk, dock, recent } = useConsoleDesk();
  const pages = useMemo(() => pagesFor(capabilities), [capabilities]);
  const panels = useMemo(() => (pages.includes('desk') ? panelsFor(capabilities) : []), [pages, capabilities]);
  const [chosen, setChosen] = useState<PageName | null>(null);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const page = chosen !== null && pages.includes(chosen) ? chosen : landingPage(pages);

  const open = useCallback((name: DialogName) => {
    opener.current = (root.current?.ownerDocument.activeElement ?? null) as HTMLElement | null;
    setDialog(name);
  }, []);
  const openSettings = useCallback(() => open('settings'), [open]);
  const close = useCallback(() => setDialog(null), []);
  // The command decides where the keyboard goes on; before that it is where it was.
  const closePalette = useCallback(() => {
    setDialog(null);
    opener.current?.focus();
  }, []);
  const showPanel = useCallback(
    (panelId: string) => {
      const itself = pages.find((name) => name === panelId);
      if (itself !== undefined) {
        // What is answered on a page of its own.
        setChosen(itself);
      } else if (panels.some(({ id }) => id === panelId)) {
        setChosen('desk');
        if (dock.current !== null) {
          openPanel(dock.current, panelId);
        }
      }
    },
    [pages, panels, dock],
  );
  const showAlarm = useCallback(
    (alarm: Alarm) => {
      desk.selection.selectAlarm(alarm);
      showPanel('map');
      showPanel('alarms');
      desk.selection.show({ kind: 'alarm', id: alarm.alarmId });
    },
    [desk, showPanel],
  );
  // What comes forward by itself takes no page and no keyboard away from anybody.
  const bringForward = useCallback(
    (...panelIds: string[]) => {
      for (const panelId of panelIds) {
        if (dock.current !== null && panels.some(({ id }) => id === panelId)) {
          openPanel(dock.current, panelId, { focus: false });
        }
      }
    },
    [dock, panels],
  );
  const bringAlarm = useCallback(
    (alarm: Alarm) => {
      desk.selection.selectAlarm(alarm);
      bringForward('map', 'feeds', 'alarms');
      desk.selection.show({ kind: 'alarm', id: alarm.alarmId });
    },
    [desk, bringForward],
  );
  const bringOrders = useCallback(() => bringForward('orders'), [bringForward]);
  useRoomEntered(useCallback(() => setChosen('consultation'), []));
  useAlarmTakeover(bringAlarm);
  useOrderTakeover(bringOrders);
  const visit = useBeginVisit();
  const beginVisit = visit.offered ? visit.begin : null;
  const commands = useCommands({ pages, panels, openPage: setChosen, openPanel: showPanel, openDialog: open, beginVisit });

  useEffect(() => {
    const alarm = takeOpening();
    if (alarm !== null) {
      bringAlarm(alarm);
    }
  }, [takeOpening, bringAlarm]);
  useEffect(() => {
    const document = root.current?.ownerDocument;
    return document === undefined
      ? undefined
      : listenForShortcuts(document, bindingsOf({
          pages: (index) => {
            const target = pages[index];
            if (target !== undefined) {
              setChosen(target);
            }
          },
          palette: () => open('palette'),
          paletteToo: () => open('palette'),
          help: () => open('shortcuts'),
        }));
  }, [pages, open]);
  useEffect(() => {
    const document = root.current?.ownerDocument;
    // Whatever is open: it has to go at once.
    return document === undefined || beginVisit === null ? undefined : listenForShortcuts(document, bindingsOf({ visit: beginVisit }), { overDialogs: true });
  }, [beginVisit]);

  return (
    <div ref={root} className={styles.console} data-page={page}>
      <ExerciseBar seat="row" />
      <ConsoleHeader pages={pages} page={page} panels={panels} onPage={setChosen} onPanel={showPanel} onDialog={open} visit={visit} />
      <ConnectionBar onOpenSettings={openSettings} />
      <WritableBar />
      <HallBoundary name="alarm strip"><AlarmStrip onOpen={showAlarm} /></HallBoundary>
      <LayoutOffer />
      {/* Pages have tiles, too. */}
      <TileBoardProvider>
        <div className={styles.stage}>
          {pages.includes('desk') && (
            // Covered, not taken away: a tile that is not laid out asks for no picture, and would have to begin anew.
            <div className={styles.layer} inert={page !== 'desk'} data-role="desk-layer">
              <DeskPage active={page === 'desk'} panels={panels} />
            </div>
          )}
          {page !== undefined && page !== 'desk' && <PageLayer key={page} page={page} />}
        </div>
      </TileBoardProvider>
      <IdentifyOverlay host={host} />
      <SettingsDialog host={host} context={context} opened={dialog === 'settings'} onClose={close} />
      <ShortcutsDialog opened={dialog === 'shortcuts'} onClose={close} />
      <Palette opened={dialog === 'palette'} onClose={closePalette} commands={commands} recent={recent} />
      {dialog === 'saveLayout' && <SaveLayoutDialog onClose={close} />}
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
