import { SegmentedControl } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '#protocol/operations/operations.ts';
import { Journal } from '../../../journal/index.ts';
import { OperationScores } from '../scoreboard/OperationScores.tsx';
import { StepColumn } from '../steps/StepColumn.tsx';
import { OperationFacts } from './OperationFacts.tsx';
import { OperationHead } from './OperationHead.tsx';
import { Roster } from './Roster.tsx';
import styles from '../Operations.module.css';

const PARTS = ['steps', 'overview', 'journal'] as const;
type Part = (typeof PARTS)[number];

/** Everything about one operation: side by side where there is room, else a part at a time. */
export function OperationView({ operation, layout }: { operation: Operation; layout: 'tabs' | 'columns' }) {
  const { t } = useTranslation();
  const [part, setPart] = useState<Part>('steps');
  const content: Record<Part, ReactNode> = {
    overview: (
      <div className={styles.overview}>
        <OperationFacts operation={operation} />
        <Roster operation={operation} />
        <OperationScores operationId={operation.operationId} />
      </div>
    ),
    steps: <StepColumn operation={operation} />,
    journal: <Journal operationId={operation.operationId} />,
  };
  return (
    <section className={styles.view} aria-label={operation.title} data-role="operation" data-operation-id={operation.operationId} data-state={operation.state}>
      <OperationHead operation={operation} />
      {layout === 'columns' ? (
        <div className={styles.columns}>
          {(['overview', 'steps', 'journal'] as const).map((name) => <section key={name} className={styles.column} aria-label={t(`operations.part.${name}`)}>{content[name]}</section>)}
        </div>
      ) : (
        <>
          <SegmentedControl className={styles.parts ?? ''} size="xs" fullWidth value={part} onChange={(value) => setPart(value)} data={PARTS.map((name) => ({ value: name, label: t(`operations.part.${name}`) }))} />
          <div className={styles.column}>{content[part]}</div>
        </>
      )}
    </section>
  );
}
