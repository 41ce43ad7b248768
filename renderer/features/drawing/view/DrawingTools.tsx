import { ActionIcon, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { DRAWING_COLOURS, type DrawingColour } from '#protocol/wall/drawings.ts';
import { CloseIcon } from '../../../ui/icons.tsx';
import { useCommand } from '../../command/index.ts';
import { useHallState, useSession } from '../../hall/index.ts';
import { UndoIcon, WipeIcon } from './icons.tsx';
import styles from './DrawingTools.module.css';

type DrawingToolsProps = {
  readonly feedId: FeedId;
  readonly colour: DrawingColour;
  readonly onColour: (colour: DrawingColour) => void;
  readonly onDone: () => void;
};

/** Colours, one's own last line back, everything away. Escape lays the pen down. */
export function DrawingTools({ feedId, colour, onColour, onDone }: DrawingToolsProps) {
  const { t } = useTranslation();
  const { person } = useSession();
  const wipe = useCommand('drawing.wipe');
  const strokes = useHallState((state) => state.log.drawings.get(feedId)?.strokes);
  const own = strokes?.findLast(({ byName }) => byName === person?.name);
  const tools = [
    { words: t('drawing.undo'), icon: <UndoIcon size={14} />, off: own === undefined, use: () => void wipe.ask({ feedId, strokeId: own?.strokeId ?? null }) },
    { words: t('drawing.wipe'), icon: <WipeIcon size={14} />, off: (strokes?.length ?? 0) === 0, use: () => void wipe.ask({ feedId, strokeId: null }) },
    { words: t('drawing.done'), icon: <CloseIcon size={14} />, off: false, use: onDone },
  ];
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('drawing.tools')} onClick={(event) => event.stopPropagation()}>
      {DRAWING_COLOURS.map((each) => (
        <button key={each} type="button" className={styles.colour} data-colour={each} aria-pressed={each === colour} aria-label={t(`drawing.colour.${each}`)} title={t(`drawing.colour.${each}`)} onClick={() => onColour(each)} />
      ))}
      {tools.map(({ words, icon, off, use }) => (
        <Tooltip key={words} label={words}>
          <ActionIcon size="sm" variant="default" aria-label={words} disabled={off} onClick={use}>{icon}</ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
