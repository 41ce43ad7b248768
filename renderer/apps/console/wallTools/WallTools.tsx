import { Button } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { BatonBar, BatonDialogs, BatonWatch } from '../../../features/wallBaton/index.ts';
import { HistoryDialog } from '../../../features/wallHistory/index.ts';
import { ContentPicker } from '../../../features/wallPicker/index.ts';
import { PlacesDialog } from '../../../features/wallPlaces/index.ts';
import { PresetDialog, PresetShelf } from '../../../features/wallPresets/index.ts';
import { useConsoleDesk } from '../desk/consoleDesk.ts';
import type { WallDialog } from './createWallTools.ts';

/** Above the wall: who holds it, and what else there is to open. */
export function WallHead() {
  const { t } = useTranslation();
  const { wallTools } = useConsoleDesk().desk;
  const openBaton = useCallback((kind: 'seize' | 'lend' | 'pass') => wallTools.open({ kind }), [wallTools]);
  return (
    <>
      <BatonBar openDialog={openBaton} />
      <Button size="compact-xs" variant="default" data-action="wall.history" onClick={() => wallTools.open({ kind: 'history' })}>{t('wallHistory.title')}</Button>
      <Button size="compact-xs" variant="default" data-action="wall.places" onClick={() => wallTools.open({ kind: 'places' })}>{t('wallPlaces.title')}</Button>
    </>
  );
}

/** Beside the wall: what is put up with one hand. */
export function WallShelf() {
  const { wallTools } = useConsoleDesk().desk;
  const note = useStore(wallTools.state, (state) => state.note);
  return <PresetShelf note={note} onApply={wallTools.recall} onEdit={(preset) => wallTools.open({ kind: 'preset', preset })} />;
}

/** What is open, also while the panel is not in front. */
export function WallDialogs() {
  const { wallTools } = useConsoleDesk().desk;
  const dialog = useStore(wallTools.state, (state) => state.dialog);
  return (
    <>
      <BatonWatch />
      {dialog !== null && <OpenDialog dialog={dialog} />}
    </>
  );
}

function OpenDialog({ dialog }: { dialog: WallDialog }) {
  const { wallTools, wallDesk } = useConsoleDesk().desk;
  switch (dialog.kind) {
    case 'history':
      return <HistoryDialog desk={wallDesk} onClose={wallTools.close} />;
    case 'places':
      return <PlacesDialog onClose={wallTools.close} />;
    case 'preset':
      return <PresetDialog preset={dialog.preset} desk={wallDesk} onClose={wallTools.close} />;
    case 'pick':
      return <ContentPicker place={dialog.place} wallDesk={wallDesk} onDone={wallTools.close} />;
    default:
      return <BatonDialogs open={dialog.kind} onClose={wallTools.close} />;
  }
}
