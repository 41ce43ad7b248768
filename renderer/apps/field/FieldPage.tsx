import { useStore } from 'zustand';
import { FieldScreen, type FieldScreenProps } from '../../features/field/index.ts';
import { grabFrame, useWorkViews, type FieldWork, type QuietLine, type SheetStore } from '../../features/fieldWork/index.ts';

type FieldPageProps = Omit<FieldScreenProps, 'workTabs' | 'sheet'> & { readonly work: FieldWork; readonly quietLine: QuietLine; readonly sheetStore: SheetStore };

/** The unit's screen with its instructions and reports in it. */
export function FieldPage({ work, quietLine, sheetStore, ...screen }: FieldPageProps) {
  const { running, phase, preview } = useStore(screen.station.state);
  const quiet = useStore(quietLine.state).phase;
  const own = running ? phase : quiet;
  const line = own === 'online' || own === 'refused' ? own : 'offline';
  const { tabs, sheet } = useWorkViews({ work, sheetStore, line, grab: preview === null ? null : () => grabFrame(preview), texts: screen.texts });
  return <FieldScreen {...screen} workTabs={tabs} sheet={sheet} />;
}
