import { Select, type ComboboxItem, type ComboboxItemGroup } from '@mantine/core';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '#protocol/tasks/flows.ts';
import type { TaskEnd } from '#protocol/tasks/tasks.ts';
import { useHall, useHallState, useLocale, useSession } from '../../hall/index.ts';
import { loadSoundOf, withoutSound, type SoundOf } from '../../palette/index.ts';
import { courtChoices, isCourtMeant, keyOfEnd } from '../model/courtChoices.ts';
import { reachableCourts } from '../model/reachableCourts.ts';
import styles from './Tasks.module.css';

const RECENT = 20;
const SHOWN_RECENT = 5;

type CourtPickerProps = { readonly flow: Flow | undefined; readonly value: TaskEnd | null; readonly error: ReactNode; readonly onChange: (end: TaskEnd | null) => void };

/** Where the task goes: found by name, code or pinyin; where this court sent to last stands first. */
export function CourtPicker({ flow, value, error, onChange }: CourtPickerProps) {
  const { t } = useTranslation();
  const { link } = useHall();
  const chinese = useLocale().startsWith('zh');
  const { court } = useSession();
  const courts = useHallState((state) => state.log.courts);
  const partners = useHallState((state) => state.log.partners);
  const [soundOf, setSoundOf] = useState<SoundOf>(() => withoutSound);
  const [recent, setRecent] = useState<readonly TaskEnd[]>([]);
  useEffect(() => {
    let gone = false;
    loadSoundOf().then((loaded) => gone || setSoundOf(() => loaded), () => undefined);
    link.request('task.list', { box: 'outbox', filter: {}, sort: 'newest', after: null, limit: RECENT }).then(({ rows }) => gone || setRecent(rows.map(({ to }) => to)), () => undefined);
    return () => void (gone = true);
  }, [link]);
  const groups = useMemo(() => courtChoices({
    courts: reachableCourts({ courts: courts.values(), from: court.courtCode, reach: flow?.reach.courts ?? 'none' }),
    partners: flow?.reach.outside === true ? [...partners.values()] : [],
    recent: [...new Map(recent.map((end) => [keyOfEnd(end), end])).values()].slice(0, SHOWN_RECENT),
    words: { recent: t('tasks.recentCourts'), province: t('tasks.provinceCourts') },
  }), [courts, partners, court, flow, recent, t]);
  const all = groups.flatMap(({ choices }) => choices);
  const byKey = (key: string) => all.find((choice) => choice.key === key);
  const isMeant = (key: string, search: string) => {
    const choice = byKey(key);
    return choice !== undefined && isCourtMeant(choice, search, soundOf);
  };
  const beyond = value?.kind === 'outside' && flow !== undefined ? approvalsBeyond(flow).map(({ name, nameEn }) => (chinese ? name : nameEn)) : [];
  return (
    <Select
      size="xs"
      label={t('tasks.to')}
      placeholder={t('tasks.toHint')}
      searchable
      withAsterisk
      error={error}
      description={beyond.length > 0 && t('tasks.outsideNote', { steps: beyond.join('、') })}
      value={value === null ? null : keyOfEnd(value)}
      onChange={(key) => onChange(key === null ? null : (byKey(key)?.end ?? null))}
      data={groups.map(({ group, choices }) => ({ group, items: choices.map(({ key, name, code }) => ({ value: key, label: code === null ? name : `${name}（${code}）` })) }))}
      filter={({ options, search }) => options.flatMap((group): (ComboboxItem | ComboboxItemGroup<ComboboxItem>)[] => ('group' in group ? [{ ...group, items: group.items.filter((item) => isMeant(item.value, search)) }] : [group])).filter((group) => !('items' in group) || group.items.length > 0)}
      renderOption={({ option }) => <span className={styles.court} data-depth={byKey(option.value)?.depth ?? 0}>{option.label}</span>}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      maxDropdownHeight={320}
      nothingFoundMessage={t('tasks.noCourt')}
    />
  );
}

/** The states of waiting that only a task to another province comes to. */
function approvalsBeyond({ states, steps }: Flow): Flow['states'] {
  return states.filter(({ id, approval }) => approval && steps.some(({ to, when }) => to === id && when?.province === 'other') && !steps.some(({ to, when }) => to === id && when?.province !== 'other'));
}
