import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRecord } from '#protocol/media/sources.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import { useHallState, useSession } from '../../hall/index.ts';
import { addressOf, EMPTY_FORM, formOf, isWhole, secretOf, whipAddress, type SourceForm } from '../model/sourceForm.ts';
import type { ToldPush } from './PushUrlDialog.tsx';
import { SourceFields } from './SourceFields.tsx';
import { NewestSource } from './SourceQuestions.tsx';
import { isNewUnit, NEW_UNIT, UnitFields, type UnitChoice } from './UnitFields.tsx';

type SourceDialogProps = {
  /** As the hall has it now; null for a new one. */
  readonly source: SourceRecord | null;
  readonly initial?: SourceForm;
  readonly onClose: () => void;
  /** Null for an encoder by WHIP, which needs no source. */
  readonly onAdded?: (source: SourceRecord | null, push: ToldPush | null) => void;
};

export function SourceDialog({ source, initial, onClose, onAdded }: SourceDialogProps) {
  return source === null ? <AddDialog initial={initial} onClose={onClose} onAdded={onAdded} /> : <ChangeDialog source={source} onClose={onClose} />;
}

function ChangeDialog({ source, onClose }: { source: SourceRecord; onClose: () => void }) {
  const { t } = useTranslation();
  const command = useCommand('source.change');
  const expectedVersion = useExpectedVersion(source.version, command);
  const unitName = useHallState((state) => state.log.units.get(source.unitId)?.name ?? '');
  const [form, setForm] = useState(() => formOf(source));
  const address = addressOf(form);
  const submit = async () => {
    if (address !== null && (await command.ask({ sourceId: source.sourceId, expectedVersion, label: form.label.trim(), address, secret: secretOf(form) })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('sources.changeTitle', { name: unitName })} submitLabel={t('sources.saveAs')} command={command} size={560} ready={isWhole(form)} onClose={onClose} onSubmit={() => void submit()} newest={<NewestSource source={source} />}>
      <SourceFields form={form} onChange={setForm} kept />
    </CommandDialog>
  );
}

type AddDialogProps = { readonly initial: SourceForm | undefined; readonly onClose: () => void; readonly onAdded: SourceDialogProps['onAdded'] };

/** A source of a unit that is there, or of one that is enrolled by the way. */
function AddDialog({ initial, onClose, onAdded }: AddDialogProps) {
  const { t } = useTranslation();
  const session = useSession();
  const units = useHallState((state) => state.log.units);
  const enrol = useCommand('unit.enrol');
  const add = useCommand('source.add');
  const issue = useCommand('unit.issueToken');
  const [form, setForm] = useState<SourceForm>(() => initial ?? EMPTY_FORM);
  const [choice, setChoice] = useState<UnitChoice>({ ...NEW_UNIT, courtCode: session.court.courtCode, mode: initial?.protocol === 'gb28181' ? 'fresh' : 'known', name: initial?.label ?? '' });
  // The unit of a first attempt, whose source was refused: it is there now, and is not to be enrolled twice.
  const [enrolled, setEnrolled] = useState<{ readonly unitId: UnitId; readonly name: string } | null>(null);
  const address = addressOf(form);
  const byToken = form.protocol === 'whip';
  const last = byToken ? issue : add;
  const hasUnit = enrolled !== null || (choice.mode === 'known' ? choice.unitId !== null : isNewUnit(choice));
  const changeForm = (next: SourceForm) => {
    setForm(next);
    // A phone that was chosen is not in the list any more.
    if (next.protocol === 'whip' && form.protocol !== 'whip' && enrolled === null && choice.unitId !== null && units.get(choice.unitId)?.kind === 'phone') setChoice({ ...choice, unitId: null });
  };

  const unitToUse = async (): Promise<{ unitId: UnitId; name: string } | null> => {
    if (enrolled !== null || choice.mode === 'known') {
      return enrolled ?? (choice.unitId === null ? null : { unitId: choice.unitId, name: choice.name });
    }
    const { courtCode, name, teamName, kind } = choice;
    const answer = courtCode === null ? null : await enrol.ask({ courtCode, name: name.trim(), teamName: teamName.trim(), kind });
    const made = answer === null ? null : { unitId: answer.unit.unitId, name: answer.unit.name };
    setEnrolled(made);
    return made;
  };
  const submit = async () => {
    const unit = await unitToUse();
    if (byToken) {
      const told = unit === null ? null : await issue.ask({ unitId: unit.unitId });
      if (unit !== null && told !== null) {
        onClose();
        onAdded?.(null, { name: `${unit.name} · ${form.label.trim()}`, url: whipAddress(told.whipUrl, form.label), token: told });
      }
      return;
    }
    const answer = unit === null || address === null ? null : await add.ask({ unitId: unit.unitId, label: form.label.trim(), address, secret: secretOf(form) });
    if (unit !== null && answer !== null) {
      onClose();
      onAdded?.(answer.source, answer.pushUrl === null ? null : { name: `${unit.name} · ${answer.source.label}`, url: answer.pushUrl, token: null });
    }
  };
  return (
    <CommandDialog title={t('sources.addTitle')} submitLabel={t(byToken ? 'sources.issueToken' : 'sources.addSubmit')} command={last.busy || last.problem !== null ? last : enrol} size={560} ready={hasUnit && isWhole(form)} onClose={onClose} onSubmit={() => void submit()}>
      {enrolled !== null && last.problem !== null ? <NoticeLine tone="waiting">{t('sources.enrolledFirst', { name: enrolled.name })}</NoticeLine> : (
        <>
          <SegmentedControl size="xs" fullWidth aria-label={t('sources.whose')} value={choice.mode} onChange={(mode) => setChoice({ ...choice, mode: mode === 'fresh' ? 'fresh' : 'known' })} data={[{ value: 'known', label: t('sources.known') }, { value: 'fresh', label: t('sources.fresh') }]} />
          <UnitFields choice={choice} phones={!byToken} onChange={setChoice} />
        </>
      )}
      <SourceFields form={form} onChange={changeForm} kept={false} />
      {byToken && choice.mode === 'known' && choice.unitId !== null && enrolled === null && <NoticeLine tone="waiting">{t('sources.tokenEnds')}</NoticeLine>}
    </CommandDialog>
  );
}
