import { useTranslation } from 'react-i18next';
import type { Partner, PartnerStatus } from '#protocol/tasks/partners.ts';
import { StateMark } from '../../../ui/page/StateMark.tsx';

/** How the traffic is, in a word. */
export function PartnerMark({ partner, status }: { partner: Partner; status: PartnerStatus | undefined }) {
  const { t } = useTranslation();
  if (partner.closed !== null) return <StateMark tone="faint" text={t('outside.closed')} />;
  if (status === undefined) return <StateMark tone="faint" text={t('outside.unknown')} />;
  if (status.fault !== null) return <StateMark tone="waiting" text={t('outside.failing')} />;
  if (partner.webhookUrl === null) return <StateMark tone="calm" text={t('outside.asksItself')} />;
  return status.deliveredAt === null ? <StateMark tone="calm" text={t('outside.quiet')} /> : <StateMark tone="live" text={t('outside.reached')} />;
}
