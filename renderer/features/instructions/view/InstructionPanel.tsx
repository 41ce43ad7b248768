import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstructionId } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { ListPanel } from '../../../ui/panel/ListPanel.tsx';
import { useHallState } from '../../hall/index.ts';
import { useSelectionState } from '../../selection/index.ts';
import { SHEET_FILTERS, sheetsOf, type SheetFilter } from '../model/instructionRows.ts';
import { InstructButton } from './InstructButton.tsx';
import { SheetCard } from './SheetCard.tsx';
import styles from './Instructions.module.css';

const SHOWN = 60;

/** 现场指令: what units were told to do, the pressing first. */
export function InstructionPanel() {
  const { t } = useTranslation();
  const instructions = useHallState((state) => state.log.instructions);
  const synced = useHallState((state) => state.synced);
  const unitId = useSelectionState((state) => state.unitId);
  const [filter, setFilter] = useState<SheetFilter>('open');
  const [opened, setOpened] = useState<InstructionId | null>(null);
  const sheets = useMemo(() => sheetsOf(instructions.values(), filter), [instructions, filter]);
  return (
    <ListPanel
      role="instruction-panel"
      fresh={synced}
      tools={
        <>
          <SegmentedControl size="xs" value={filter} onChange={setFilter} data={SHEET_FILTERS.map((name) => ({ value: name, label: t(`instructions.filter.${name}`) }))} aria-label={t('instructions.title')} />
          <InstructButton begin={{ unitIds: unitId === null ? [] : [unitId] }} />
        </>
      }
    >
      {sheets.length === 0 && <EmptyNote title={t(filter === 'open' ? 'instructions.noneOpen' : 'instructions.none')} hint={t('instructions.noneHint')} />}
      {sheets.slice(0, SHOWN).map((sheet) => (
        <SheetCard key={sheet.sheetId} sheet={sheet} opened={sheet.sheetId === opened} onToggle={() => setOpened(sheet.sheetId === opened ? null : sheet.sheetId)} />
      ))}
      {sheets.length > SHOWN && <p className={styles.more}>{t('instructions.more', { count: sheets.length - SHOWN })}</p>}
    </ListPanel>
  );
}
