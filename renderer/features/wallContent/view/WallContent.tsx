import { useTranslation } from 'react-i18next';
import type { Density } from '#protocol/wall/layout.ts';
import { HallBoundary } from '../../hall/index.ts';
import type { DrawnContent } from '../model/drawnContent.ts';
import { AlarmBoard } from './boards/AlarmBoard.tsx';
import { DutyBoard } from './boards/DutyBoard.tsx';
import { FiguresBoard } from './boards/FiguresBoard.tsx';
import { OperationBoard } from './boards/OperationBoard.tsx';
import { OperationsBoard } from './boards/OperationsBoard.tsx';
import { ClockContent } from './ClockContent.tsx';
import styles from './Content.module.css';
import { EmptyContent, NotUnderWay } from './EmptyContent.tsx';
import { MapContent } from './map/MapContent.tsx';
import { PictureContent } from './PictureContent.tsx';

type WallContentProps = { readonly content: DrawnContent; readonly tileKey: string; readonly density?: Density };

/** What a tile shows that is no picture of a feed. Fills its parent; reads as well on a 64th of a display as on the whole of it. */
export function WallContent({ content, tileKey, density = 'full' }: WallContentProps) {
  return (
    <div className={styles.content} data-role="wall-content" data-content={content.kind} data-tile-key={tileKey} data-density={density}>
      <HallBoundary name={`wall ${content.kind}`}><Drawn content={content} density={density} /></HallBoundary>
    </div>
  );
}

function Drawn({ content, density }: { content: DrawnContent; density: Density }) {
  const { t } = useTranslation();
  switch (content.kind) {
    case 'empty':
      return <EmptyContent />;
    case 'map':
      return <MapContent content={content} />;
    case 'alarms':
      return <AlarmBoard density={density} />;
    case 'operation':
      return content.operationId === null ? <OperationsBoard density={density} /> : <OperationBoard operationId={content.operationId} density={density} />;
    case 'picture':
      return <PictureContent key={content.pictureId} content={content} density={density} />;
    case 'clock':
      return <ClockContent />;
    case 'duty':
      return <DutyBoard density={density} />;
    case 'figures':
      return <FiguresBoard density={density} />;
    case 'consultation':
    case 'programme':
      return <NotUnderWay name={t(`wallContent.${content.kind}.title`)} title={t(`wallContent.${content.kind}.none`)} hint={t('wallContent.filledHint')} />;
  }
}
