import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCues, type Cue } from '../../attention/index.ts';
import { useHallNow, useHallState, useSession } from '../../hall/index.ts';
import { wantsAttention } from '../model/instructionRows.ts';

const LOOK_EVERY_MS = 5_000;

/** What this court sent and nobody does: the sender has to find another way. */
export function InstructionWatch() {
  const { t } = useTranslation();
  const { court } = useSession();
  const instructions = useHallState((state) => state.log.instructions);
  const units = useHallState((state) => state.log.units);
  // Every few seconds is enough, and keeps the list as it is between.
  const now = Math.floor(useHallNow() / LOOK_EVERY_MS) * LOOK_EVERY_MS;
  const cues = useMemo(
    () =>
      [...instructions.values()].flatMap((instruction): Cue[] => {
        const why = instruction.fromCourtCode === court.courtCode ? wantsAttention(instruction, now) : null;
        const name = units.get(instruction.unitId)?.name ?? '—';
        return why === null ? [] : [{ id: `instruction/${instruction.instructionId}/${why}`, panel: 'instructions', urgency: 'notice', at: instruction.steps.at(-1)?.at ?? instruction.sentAt, title: t(`instructions.attention.${why}`, { unit: name, text: instruction.text }) }];
      }),
    [instructions, units, court.courtCode, now, t],
  );
  useCues('instruction/', cues);
  return null;
}
