import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#protocol/operations/campaigns.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { CourtSelect } from '../../../courts/index.ts';
import { useHall, useHallState, useSession } from '../../../hall/index.ts';
import { dayOf } from '../../model/forms/beijingField.ts';

const MIN_WORDS = 2;

/** Opens a campaign, or changes one. */
export function CampaignDialog({ campaign, onClose }: { campaign: Campaign | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const { court } = useSession();
  const courts = useHallState((state) => state.log.courts);
  const open = useCommand('campaign.open');
  const change = useCommand('campaign.change');
  const command = campaign === null ? open : change;
  const expectedVersion = useExpectedVersion(campaign?.version ?? 0, command);
  const [courtCode, setCourtCode] = useState(campaign?.courtCode ?? court.courtCode);
  const [words, setWords] = useState({ name: campaign?.name ?? '', aim: campaign?.aim ?? '', from: campaign?.from ?? dayOf(link.now()), to: campaign?.to ?? '' });
  const set = (name: keyof typeof words) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setWords((before) => ({ ...before, [name]: value }));
  };
  const daysFit = words.from !== '' && (words.to === '' || words.to >= words.from);
  const submit = async () => {
    const facts = { name: words.name.trim(), aim: words.aim.trim(), from: words.from, to: words.to === '' ? null : words.to };
    if ((await (campaign === null ? open.ask({ courtCode, ...facts }) : change.ask({ campaignId: campaign.campaignId, expectedVersion, ...facts }))) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t(campaign === null ? 'operations.openCampaignTitle' : 'operations.changeCampaignTitle')} submitLabel={campaign === null ? t('operations.action.openCampaign') : t('hall.save')} command={command} ready={words.name.trim().length >= MIN_WORDS && daysFit} onClose={onClose} onSubmit={() => void submit()} newest={campaign === null ? undefined : <NoticeLine tone="waiting">{campaign.name}</NoticeLine>}>
      <TextInput size="xs" label={t('operations.campaignName')} value={words.name} maxLength={64} data-autofocus onChange={set('name')} />
      <CourtSelect courts={courts.values()} viewerCourt={court.courtCode} value={courtCode} disabled={campaign !== null} onChange={(code) => code !== null && setCourtCode(code)} label={t('operations.facts.court')} description={t('operations.campaignCourtHint')} />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput size="xs" type="date" label={t('operations.firstDay')} value={words.from} error={!daysFit} onChange={set('from')} />
        <TextInput size="xs" type="date" label={t('operations.lastDay')} value={words.to} error={daysFit ? undefined : t('operations.daysFault')} onChange={set('to')} />
      </SimpleGrid>
      <Textarea size="xs" label={t('operations.aim')} value={words.aim} maxLength={500} autosize minRows={2} onChange={set('aim')} />
    </CommandDialog>
  );
}

export function CloseCampaignDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useTranslation();
  const close = useCommand('campaign.close');
  const expectedVersion = useExpectedVersion(campaign.version, close);
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await close.ask({ campaignId: campaign.campaignId, expectedVersion, reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('operations.closeCampaignTitle', { name: campaign.name })} submitLabel={t('operations.action.closeCampaign')} command={close} ready={reason.trim().length >= MIN_WORDS} onClose={onClose} onSubmit={() => void submit()} newest={<NoticeLine tone="waiting">{t(`operations.campaignState.${campaign.state}`)}</NoticeLine>}>
      <Textarea size="xs" label={t('operations.reason')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
