import { MultiSelect, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { beijingDayOf, isoOf } from '#domain/rules/beijingDay.ts';
import { isValidAt } from '#domain/rules/rowAt.ts';
import { longestDeputy } from '#domain/tasks/deputies/decideDeputy.ts';
import { mayDecide } from '#domain/tasks/deputies/principalsOf.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import { formatDate } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { ActionButton, useCommand } from '../../command/index.ts';
import { useHallNow, useHallState, useLocale, useRules, useSession } from '../../hall/index.ts';
import { spanOfDays } from '../model/deputyDays.ts';
import styles from './Deputies.module.css';

type Entry = { readonly deputyId: UserId | null; readonly flowIds: readonly string[]; readonly first: string; readonly last: string; readonly reason: string };

/** Hands one's own approvals over. What was typed stays until the hall has taken it. */
export function AppointForm() {
  const { t } = useTranslation();
  const locale = useLocale();
  const command = useCommand('deputy.appoint');
  const at = useHallNow();
  const today = isoOf(beijingDayOf(at));
  const [entry, setEntry] = useState<Entry>(() => ({ deputyId: null, flowIds: [], first: today, last: '', reason: '' }));
  const set = (change: Partial<Entry>) => setEntry((before) => ({ ...before, ...change }));
  const colleagues = useColleagues();
  const rules = useRules();
  const kinds = (rules?.book.flows ?? []).filter((flow) => isValidAt(flow, at) && flow.states.some(({ approval }) => approval)).map(({ id, name, nameEn }) => ({ value: id, label: locale === 'en' ? nameEn : name }));
  const span = spanOfDays(entry.first, entry.last);
  const longest = rules === null ? null : longestDeputy(Math.max(at, spanOfDays(entry.first, entry.first)?.fromAt ?? at), { book: rules.book, at });
  const latest = longest === null ? undefined : isoOf(beijingDayOf(longest.untilAt - 1));
  const latestDay = longest === null ? '' : formatDate(longest.untilAt - 1, locale);
  const fault = entry.last === '' ? null : span === null ? t('deputies.daysFault') : latest !== undefined && entry.last > latest ? t('deputies.tooLong', { day: latestDay }) : null;
  const ready = entry.deputyId !== null && span !== null && fault === null && entry.reason.trim().length >= 2;
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready || command.busy || entry.deputyId === null || span === null) return;
    const answer = await command.ask({ deputyId: entry.deputyId, flowIds: entry.flowIds.length === 0 ? null : [...entry.flowIds], ...span, reason: entry.reason.trim() });
    if (answer !== null) set({ deputyId: null, flowIds: [], first: today, last: '', reason: '' });
  };
  return (
    <form className={styles.stack} onSubmit={(event) => void submit(event)} data-role="appoint-deputy">
      <h4 className={styles.title}>{t('deputies.new')}</h4>
      <p className={styles.note}>{t('deputies.hint')}</p>
      <Select label={t('deputies.deputy')} placeholder={t('deputies.deputyHint')} data={colleagues} value={entry.deputyId} searchable nothingFoundMessage={t('deputies.nobody')} data-field="deputy" onChange={(deputyId) => set({ deputyId: deputyId as UserId | null })} />
      <MultiSelect label={t('deputies.kinds')} placeholder={entry.flowIds.length === 0 ? t('deputies.allKinds') : ''} data={kinds} value={[...entry.flowIds]} clearable clearButtonProps={{ 'aria-label': t('deputies.allKinds') }} data-field="kinds" onChange={(flowIds) => set({ flowIds })} />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput type="date" label={t('deputies.firstDay')} value={entry.first} min={today} max={entry.last === '' ? undefined : entry.last} data-field="first" onChange={(event) => set({ first: event.currentTarget.value })} />
        <TextInput type="date" label={t('deputies.lastDay')} value={entry.last} min={entry.first} max={latest} error={fault} data-field="last" onChange={(event) => set({ last: event.currentTarget.value })} />
      </SimpleGrid>
      {longest !== null && <p className={styles.note}>{t('deputies.rule', { article: longest.rule.article, source: longest.rule.source })}</p>}
      <Textarea label={t('deputies.reason')} placeholder={t('deputies.reasonExample')} value={entry.reason} maxLength={200} autosize minRows={2} data-field="reason" onChange={(event) => set({ reason: event.currentTarget.value })} />
      {command.problem !== null && <NoticeLine tone="lost"><span role="alert">{errorSentence(t, command.problem)}</span></NoticeLine>}
      <div className={styles.foot}>
        {!ready && <span className={styles.note}>{t('deputies.lacks')}</span>}
        <ActionButton variant={ready ? 'filled' : 'default'} loading={command.busy} onClick={() => void submit()} data-action="deputy.appoint">{t('deputies.appoint')}</ActionButton>
      </div>
    </form>
  );
}

/** Others of this court who may approve. */
function useColleagues() {
  const { t } = useTranslation();
  const { court, person } = useSession();
  const users = useHallState((state) => state.log.users);
  return useMemo(
    () => [...users.values()].filter((user) => user.userId !== person?.userId && mayDecide(user, court.courtCode)).map((user) => ({ value: user.userId as string, label: `${user.name}（${user.roles.map((role) => t(`roles.${role}`)).join('、')}）` })),
    [users, court, person, t],
  );
}
