import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { Detail, DetailPart, Facts } from '../../../../ui/page/Detail.tsx';
import { ActionButton } from '../../../command/index.ts';
import { useCapability, useHall, useLocale, useSession } from '../../../hall/index.ts';
import type { PersonRow } from '../../model/personRows.ts';
import { CloseDialog } from './CloseDialog.tsx';
import type { IssuedPassword } from './OneTimePassword.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { PersonMark } from './PersonMark.tsx';
import { PhoneDialog, PhoneLook } from './Phone.tsx';
import { ResetDialog, UnlockDialog } from './ResetDialog.tsx';
import styles from '../AdminPage.module.css';

type PersonDetailProps = {
  readonly row: PersonRow;
  readonly onIssued: (issued: IssuedPassword) => void;
  /** Something was done that the list of sign-ins will show. */
  readonly onDone: () => void;
};

export function PersonDetail({ row, onIssued, onDone }: PersonDetailProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const mayManage = useCapability('people.manage');
  const { person } = useSession();
  const [dialog, setDialog] = useState<'edit' | 'phone' | 'reset' | 'unlock' | 'close' | null>(null);
  const { user } = row;
  const close = () => setDialog(null);
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  const active = user.state === 'active';
  // Nobody closes or resets their own account; the hall would refuse it.
  const own = user.userId === person?.userId;
  return (
    <>
      <Detail
        title={user.name}
        badge={<PersonMark row={row} />}
        actions={
          !mayManage ? undefined : (
            <>
              {active && <ActionButton onClick={() => setDialog('edit')} data-action="user.change">{t('people.edit')}</ActionButton>}
              {active && <ActionButton onClick={() => setDialog('phone')} data-action="user.setPhone">{t('people.setPhone')}</ActionButton>}
              {active && !own && <ActionButton onClick={() => setDialog('reset')} data-action="user.resetPassword">{t('people.resetPassword')}</ActionButton>}
              {row.lockedUntilAt !== null && !own && <ActionButton onClick={() => setDialog('unlock')} data-action="user.unlock">{t('people.unlock')}</ActionButton>}
              {!own && <ActionButton onClick={() => setDialog('close')} data-action={active ? 'user.close' : 'user.reopen'}>{t(active ? 'people.close' : 'people.reopen')}</ActionButton>}
            </>
          )
        }
      >
        <Facts
          facts={[
            { label: t('people.username'), value: user.username },
            { label: t('people.court'), value: `${row.courtName}（${user.courtCode}）` },
            { label: t('people.phone'), value: <PhoneLook user={user} /> },
            ...(row.signedInAt === null ? [] : [{ label: t('people.signedInAt'), value: `${moment(row.signedInAt)} · ${t('people.connections', { count: row.connections })}` }]),
            ...(row.lockedUntilAt === null ? [] : [{ label: t('people.locked'), value: <span className={styles.waiting}>{t('people.lockedUntil', { time: moment(row.lockedUntilAt) })}</span> }]),
          ]}
        />
        <DetailPart title={t('people.roles')}>
          <div className={styles.roleNames}>
            {user.roles.map((role) => (
              <span key={role}>{t(`roles.${role}`)}<span className={styles.roleHint}>{t(`people.roleHint.${role}`)}</span></span>
            ))}
          </div>
        </DetailPart>
      </Detail>
      {dialog === 'edit' && <PersonDialog user={user} onClose={close} />}
      {dialog === 'phone' && <PhoneDialog user={user} onClose={close} />}
      {dialog === 'reset' && <ResetDialog user={user} onClose={close} onIssued={onIssued} onDone={onDone} />}
      {dialog === 'unlock' && <UnlockDialog user={user} onClose={close} onDone={onDone} />}
      {dialog === 'close' && <CloseDialog user={user} onClose={close} onDone={onDone} />}
    </>
  );
}
