import { Button, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { TaskId } from '#protocol/nouns/ids.ts';
import { TASK_BOXES, TASK_SORTS, type TaskBox, type TaskFilter, type TaskSort } from '#protocol/tasks/ledger.ts';
import type { SavedTaskDraft } from '#protocol/tasks/drafts.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { Workbench } from '../../../ui/page/Workbench.tsx';
import { ActionButton } from '../../command/index.ts';
import { Dossier } from '../../dossier/index.ts';
import { useCapability, useHall, useLinkState, useLocale, useRules } from '../../hall/index.ts';
import { createTaskList } from '../model/createTaskList.ts';
import { DraftsDialog } from './DraftsDialog.tsx';
import { NewTaskDialog } from './NewTaskDialog.tsx';
import { TaskTable } from './TaskTable.tsx';
import styles from './Tasks.module.css';

const SEARCH_AFTER_MS = 250;
const STANDINGS = ['open', 'late', 'urgent', 'over', 'all'] as const;
type Standing = (typeof STANDINGS)[number];
const FILTER_OF: Record<Standing, TaskFilter> = { open: { over: false }, late: { late: true }, urgent: { over: false, urgent: true }, over: { over: true }, all: {} };

/** 事项委托 and its siblings: what came, what was sent, what is one's own, what waits for one's approval. */
export function TasksPage() {
  const { t } = useTranslation();
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const chinese = useLocale().startsWith('zh');
  const rules = useRules();
  const handles = useCapability('tasks.handle');
  const approves = useCapability('tasks.approve');
  const list = useMemo(() => createTaskList({ link }), [link]);
  const { rows, total, counts, phase, problem, next } = useStore(list.state);
  const [box, setBox] = useState<TaskBox>(approves && !handles ? 'approvals' : 'inbox');
  const [standing, setStanding] = useState<Standing>('open');
  const [flowIds, setFlowIds] = useState<string[]>([]);
  const [sort, setSort] = useState<TaskSort>('urgency');
  const [text, setText] = useState('');
  const [selected, setSelected] = useState<TaskId | null>(null);
  /** A draft to go on with, or a new one; null: none is written. */
  const [writing, setWriting] = useState<{ readonly resumed: SavedTaskDraft | null } | null>(null);
  const [choosingDraft, setChoosingDraft] = useState(false);
  useEffect(() => list.follow(), [list]);
  useEffect(() => {
    const filter = { ...FILTER_OF[standing], ...(flowIds.length === 0 ? {} : { flowIds }), ...(text.trim() === '' ? {} : { text: text.trim() }) };
    const timer = setTimeout(() => list.open({ box, filter, sort }), text === '' ? 0 : SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [list, box, standing, flowIds, sort, text]);
  const boxes = TASK_BOXES.filter((name) => name !== 'approvals' || approves);
  const clear = () => {
    setStanding('all');
    setFlowIds([]);
    setText('');
  };
  return (
    <>
      <Workbench
        wide
        fresh={online}
        tools={
          <>
            <SegmentedControl size="xs" value={box} onChange={setBox} aria-label={t('tasks.boxes')} data={boxes.map((name) => ({ value: name, label: <BoxLabel title={t(`tasks.box.${name}`)} open={counts[name]?.open ?? 0} late={counts[name]?.late ?? 0} /> }))} />
            <SegmentedControl size="xs" value={standing} onChange={setStanding} aria-label={t('tasks.standing')} data={STANDINGS.map((name) => ({ value: name, label: t(`tasks.standingOf.${name}`) }))} />
            <MultiSelect size="xs" className={styles.flows ?? ''} placeholder={flowIds.length === 0 ? t('tasks.allFlows') : ''} aria-label={t('tasks.flows')} value={flowIds} onChange={setFlowIds} clearable data={(rules?.book.flows ?? []).map(({ id, name, nameEn }) => ({ value: id, label: chinese ? name : nameEn }))} comboboxProps={{ transitionProps: { duration: 0 } }} />
            <TextInput size="xs" className={styles.search ?? ''} placeholder={t('tasks.search')} aria-label={t('tasks.search')} value={text} maxLength={64} onChange={(event) => setText(event.currentTarget.value)} data-role="task-search" />
            <Select size="xs" className={styles.sort ?? ''} aria-label={t('tasks.sort')} allowDeselect={false} value={sort} onChange={(value) => setSort(value ?? 'urgency')} data={TASK_SORTS.map((name) => ({ value: name, label: t(`tasks.sortOf.${name}`) }))} comboboxProps={{ transitionProps: { duration: 0 } }} />
            {handles && <span className={styles.end}><Button size="xs" variant="default" onClick={() => setChoosingDraft(true)} data-action="task.drafts">{t('tasks.drafts')}</Button><ActionButton variant="filled" onClick={() => setWriting({ resumed: null })} data-action="task.begin">{t('tasks.begin')}</ActionButton></span>}
          </>
        }
        notice={problem !== null && <NoticeLine tone="lost">{errorSentence(t, problem)} <Button size="compact-xs" variant="default" disabled={!online} onClick={list.again}>{t('hall.retry')}</Button></NoticeLine>}
        side={selected === null ? <EmptyNote title={t('tasks.choose')} /> : <Dossier key={selected} taskId={selected} />}
      >
        <TaskTable
          rows={rows}
          selected={selected}
          onSelect={setSelected}
          onNearEnd={list.readMore}
          foot={next === null ? t('tasks.end', { count: total }) : t('tasks.more', { shown: rows.length, total })}
          empty={phase === 'reading' ? <EmptyNote title={t('hall.loading')} /> : phase === 'failed' ? <EmptyNote title={t('tasks.failed')} /> : <EmptyNote title={t(`tasks.none.${box}`)} hint={t('tasks.noneHint')}><Button size="xs" variant="default" onClick={clear}>{t('tasks.clear')}</Button></EmptyNote>}
        />
      </Workbench>
      {choosingDraft && <DraftsDialog onClose={() => setChoosingDraft(false)} onResume={(resumed) => {
        setChoosingDraft(false);
        setWriting({ resumed });
      }} />}
      {writing !== null && <NewTaskDialog resumed={writing.resumed} onClose={() => setWriting(null)} onMade={(taskId) => {
        setWriting(null);
        setBox('outbox');
        setSelected(taskId);
      }} />}
    </>
  );
}

function BoxLabel({ title, open, late }: { title: string; open: number; late: number }) {
  return <span className={styles.box}>{title}{open > 0 && <span className={styles.count} data-late={late > 0}>{open}</span>}</span>;
}
