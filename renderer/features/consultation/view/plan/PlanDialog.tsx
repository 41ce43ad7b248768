import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { REPEATS, type Callable, type ConsultationAbout } from '#protocol/consultations/consultations.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import { useHall, useSession } from '../../../hall/index.ts';
import styles from '../Consultation.module.css';
import { useConsultationDesk } from '../ConsultationProvider.tsx';
import { agendaOf, beijingInput, readBeijingInput } from '../../model/planForm.ts';
import { PeoplePicker } from './PeoplePicker.tsx';

type PlanDialogProps = {
  /** At once, with everybody's desk ringing; else for a time. */
  readonly now: boolean;
  readonly about?: ConsultationAbout | null;
  readonly title?: string;
  readonly invited?: readonly Callable[];
  readonly onClose: () => void;
};

const NOBODY: readonly Callable[] = [];
const MINUTE_MS = 60_000;
const USUAL_MINUTES = 60;
const NEXT_HOUR_MS = 3_600_000;

/** Who is to meet, about what and when. Whoever calls it holds the chair. */
export function PlanDialog({ now, about = null, title: preset = '', invited = NOBODY, onClose }: PlanDialogProps) {
  const { t } = useTranslation();
  const { link } = useHall();
  const { person } = useSession();
  const desk = useConsultationDesk();
  const call = useCommand('consultation.call');
  const plan = useCommand('consultation.plan');
  const command = now ? call : plan;
  const [title, setTitle] = useState(preset);
  const [chosen, setChosen] = useState<readonly Callable[]>(invited);
  const [agenda, setAgenda] = useState('');
  const [when, setWhen] = useState(() => beijingInput(Math.ceil((link.now() + MINUTE_MS) / NEXT_HOUR_MS) * NEXT_HOUR_MS));
  const [minutes, setMinutes] = useState(USUAL_MINUTES);
  const [repeats, setRepeats] = useState<(typeof REPEATS)[number]>('never');
  const [lobby, setLobby] = useState(true);
  const plannedAt = readBeijingInput(when);
  const isPast = !now && plannedAt !== null && plannedAt < link.now() - MINUTE_MS;
  const ready = title.trim().length >= 2 && chosen.length > 0 && person !== null && (now || (plannedAt !== null && !isPast));
  const submit = async () => {
    if (person === null) return;
    const wish = { title: title.trim(), chairId: person.userId, invited: chosen.map(({ who }) => who), agenda: agendaOf(agenda), lengthMs: minutes * MINUTE_MS, about, lobby };
    if (now) {
      const answer = await call.ask(wish);
      if (answer === null) return;
      desk.join(answer.consultation.consultationId);
    } else if (plannedAt === null || (await plan.ask({ ...wish, plannedAt, repeats })) === null) {
      return;
    }
    onClose();
  };
  return (
    <CommandDialog title={t(now ? 'consultation.callTitle' : 'consultation.planTitle')} submitLabel={t(now ? 'consultation.callNow' : 'consultation.planSave')} command={command} ready={ready} size={680} onClose={onClose} onSubmit={() => void submit()}>
      <div className={styles.dialog} data-role="consultation-dialog">
        <TextInput size="xs" label={t('consultation.subject')} withAsterisk maxLength={80} data-autofocus value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        {!now && (
          <div className={styles.dialogRow}>
            <TextInput size="xs" type="datetime-local" label={t('consultation.when')} withAsterisk value={when} error={isPast ? t('consultation.past') : null} onChange={(event) => setWhen(event.currentTarget.value)} />
            <NumberInput size="xs" label={t('consultation.minutes')} min={5} max={720} step={15} value={minutes} onChange={(value) => setMinutes(Math.min(720, Math.max(5, Number(value) || USUAL_MINUTES)))} />
            <Select size="xs" label={t('consultation.series')} allowDeselect={false} value={repeats} onChange={(value) => setRepeats(value ?? 'never')} data={REPEATS.map((name) => ({ value: name, label: t(`consultation.repeats.${name}`) }))} comboboxProps={{ transitionProps: { duration: 0 } }} />
          </div>
        )}
        <PeoplePicker chosen={chosen} onChange={setChosen} />
        <Textarea size="xs" label={t('consultation.agenda')} placeholder={t('consultation.agendaHint')} autosize minRows={2} maxRows={6} value={agenda} onChange={(event) => setAgenda(event.currentTarget.value)} />
        <Checkbox size="xs" label={t('consultation.lobby')} checked={lobby} onChange={(event) => setLobby(event.currentTarget.checked)} />
      </div>
    </CommandDialog>
  );
}
