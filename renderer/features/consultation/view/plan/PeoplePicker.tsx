import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invitedKey, type Callable } from '#protocol/consultations/consultations.ts';
import { AppError } from '#protocol/errors.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import type { HallLink } from '../../../../link/hallLink.ts';
import { useHall } from '../../../hall/index.ts';
import styles from '../Consultation.module.css';

type PeoplePickerProps = { readonly chosen: readonly Callable[]; readonly onChange: (chosen: readonly Callable[]) => void };

/** `turn`: which try it answers. */
type Answer = { readonly found: readonly Callable[] | null; readonly problem: AppError | null; readonly turn: number };

const SEARCH_AFTER_MS = 200;

async function readDirectory(link: HallLink, text: string, signal: AbortSignal): Promise<Pick<Answer, 'found' | 'problem'>> {
  try {
    return { found: (await link.request('consultation.directory', { text }, { signal })).people, problem: null };
  } catch (error) {
    return { found: null, problem: error instanceof AppError ? error : new AppError('internal', { cause: error }) };
  }
}

/** People and units of every court, those who are here first. */
export function PeoplePicker({ chosen, onChange }: PeoplePickerProps) {
  const { t } = useTranslation();
  const { link } = useHall();
  const [text, setText] = useState('');
  const [{ found, problem }, setAnswer] = useState<Answer>({ found: null, problem: null, turn: 0 });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const asking = new AbortController();
    const timer = setTimeout(() => {
      void readDirectory(link, text.trim(), asking.signal).then((answer) => (asking.signal.aborted ? undefined : setAnswer({ ...answer, turn })));
    }, text === '' ? 0 : SEARCH_AFTER_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [link, text, turn]);
  const keys = new Set(chosen.map(({ who }) => invitedKey(who)));
  const toggle = (one: Callable) => onChange(keys.has(invitedKey(one.who)) ? chosen.filter(({ who }) => invitedKey(who) !== invitedKey(one.who)) : [...chosen, one]);
  return (
    <div className={styles.picker} data-role="people-picker">
      <TextInput size="xs" label={t('consultation.people')} placeholder={t('consultation.findPeople')} value={text} maxLength={40} onChange={(event) => setText(event.currentTarget.value)} />
      <div className={styles.pickerList} role="group" aria-label={t('consultation.people')}>
        {problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, problem)} <Button size="compact-xs" variant="default" onClick={() => setTurn(turn + 1)}>{t('hall.retry')}</Button></p>}
        {found === null && problem === null && <p className={styles.soft}>{t('hall.loading')}</p>}
        {found?.length === 0 && <p className={styles.soft}>{t('consultation.nobodyFound')}</p>}
        {found?.map((one) => (
          <Checkbox
            key={invitedKey(one.who)}
            size="xs"
            checked={keys.has(invitedKey(one.who))}
            onChange={() => toggle(one)}
            data-person={one.name}
            label={<span className={styles.callable}><span>{one.name}{one.who.kind === 'unit' ? <span className={styles.mark}>{t('consultation.unit')}</span> : null}</span><span className={styles.soft}>{one.courtName}</span><span className={styles.presence} data-here={one.isHere}>{t(one.isHere ? 'consultation.here' : 'consultation.away')}</span></span>}
          />
        ))}
      </div>
      {chosen.length > 0 && <p className={styles.soft}>{t('consultation.chosen', { count: chosen.length, names: chosen.map(({ name }) => name).join('、') })}</p>}
    </div>
  );
}
