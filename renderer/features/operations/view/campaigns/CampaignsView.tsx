import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { CampaignId, OperationId } from '#protocol/nouns/ids.ts';
import type { Campaign } from '#protocol/operations/campaigns.ts';
import { EmptyNote } from '../../../../ui/EmptyNote.tsx';
import { ActionButton } from '../../../command/index.ts';
import { useCapability, useHall, useHallState, useRules, useSession } from '../../../hall/index.ts';
import { useSelection } from '../../../selection/index.ts';
import { sees } from '#domain/access/viewer.ts';
import { campaignRows, type CampaignRow } from '../../model/campaignRows.ts';
import { scoresOf } from '../../model/scoreboard.ts';
import { Scoreboard } from '../scoreboard/Scoreboard.tsx';
import { CampaignDialog, CloseCampaignDialog } from './CampaignDialogs.tsx';
import styles from '../Operations.module.css';

type Asked = { readonly kind: 'open' } | { readonly kind: 'change' | 'close'; readonly campaign: Campaign };

/** The campaigns with what their operations came to. */
export function CampaignsView({ onOperations }: { onOperations: () => void }) {
  const { t } = useTranslation();
  const plans = useCapability('operations.plan');
  const campaigns = useHallState((state) => state.log.campaigns);
  const operations = useHallState((state) => state.log.operations);
  const rows = useMemo(() => campaignRows(campaigns.values(), operations.values()), [campaigns, operations]);
  const [opened, setOpened] = useState<CampaignId | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <div className={styles.campaigns} data-role="campaigns">
      {plans && (
        <div className={styles.tools}>
          <ActionButton size="compact-xs" onClick={() => setAsked({ kind: 'open' })} data-action="campaign.open">{t('operations.action.openCampaign')}</ActionButton>
        </div>
      )}
      {rows.length === 0 ? <EmptyNote title={t('operations.noCampaigns')} hint={t('operations.noCampaignsHint')} /> : (
        <div className={styles.list}>
          {rows.map((row) => (
            <CampaignCard key={row.campaign.campaignId} row={row} opened={opened === row.campaign.campaignId} onToggle={() => setOpened(opened === row.campaign.campaignId ? null : row.campaign.campaignId)} onAsk={setAsked} onOperations={onOperations} />
          ))}
        </div>
      )}
      {asked !== null && asked.kind !== 'close' && <CampaignDialog campaign={asked.kind === 'change' ? (campaigns.get(asked.campaign.campaignId) ?? asked.campaign) : null} onClose={() => setAsked(null)} />}
      {asked?.kind === 'close' && <CloseCampaignDialog campaign={campaigns.get(asked.campaign.campaignId) ?? asked.campaign} onClose={() => setAsked(null)} />}
    </div>
  );
}

type CardProps = { readonly row: CampaignRow; readonly opened: boolean; readonly onToggle: () => void; readonly onAsk: (asked: Asked) => void; readonly onOperations: () => void };

function CampaignCard({ row: { campaign, operations }, opened, onToggle, onAsk, onOperations }: CardProps) {
  const { t } = useTranslation();
  const { court } = useSession();
  const selection = useSelection();
  const courts = useHallState((state) => state.log.courts);
  const plans = useCapability('operations.plan');
  // Everybody reads of a campaign; it is changed by its court and those above.
  const mayChange = plans && campaign.state === 'open' && sees(court.courtCode, campaign.courtCode);
  const show = (operationId: OperationId) => {
    selection.show({ kind: 'operation', id: operationId });
    onOperations();
  };
  return (
    <section className={styles.campaign} data-state={campaign.state} data-campaign-id={campaign.campaignId} aria-label={campaign.name}>
      <button type="button" className={styles.campaignHead} aria-expanded={opened} onClick={onToggle}>
        <strong className={styles.rowTitle}>{campaign.name}</strong>
        <span className={styles.faint}>{t(`operations.campaignState.${campaign.state}`)}</span>
        <span className={styles.rowPlace}>{shortCourtName(courtName(courts, campaign.courtCode))} · {campaign.to === null ? t('operations.campaignFrom', { from: campaign.from }) : t('operations.campaignSpan', { from: campaign.from, to: campaign.to })}</span>
        <span className={styles.rowNote}>{t('operations.operationCount', { count: operations.length })}</span>
      </button>
      {campaign.aim !== '' && <p className={styles.hint}>{campaign.aim}</p>}
      {opened && (
        <>
          <CampaignScores campaignId={campaign.campaignId} />
          <ul className={styles.campaignOperations}>
            {operations.map((operation) => (
              <li key={operation.operationId}><button type="button" className={styles.link} onClick={() => show(operation.operationId)}>{operation.title}</button> <span className={styles.faint}>{t(`operations.state.${operation.state}`)} · {shortCourtName(courtName(courts, operation.courtCode))}</span></li>
            ))}
          </ul>
        </>
      )}
      {mayChange && (
        <div className={styles.actions}>
          <ActionButton size="compact-xs" onClick={() => onAsk({ kind: 'change', campaign })} data-action="campaign.change">{t('operations.action.change')}</ActionButton>
          <ActionButton size="compact-xs" onClick={() => onAsk({ kind: 'close', campaign })} data-action="campaign.close">{t('operations.action.closeCampaign')}</ActionButton>
        </div>
      )}
    </section>
  );
}

function CampaignScores({ campaignId }: { campaignId: CampaignId }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const rules = useRules();
  const log = useHallState((state) => state.log);
  const scores = useMemo(
    () => (rules === null ? null : scoresOf([...log.steps.values()].filter((step) => log.operations.get(step.operationId)?.campaignId === campaignId), rules.book, link.now())),
    [log.steps, log.operations, rules, campaignId, link],
  );
  return scores === null ? <p className={styles.faint}>{t('hall.loading')}</p> : <Scoreboard scores={scores} label={t('operations.scores')} />;
}
