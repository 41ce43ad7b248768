import { Button, Menu, Modal, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listOf } from '../../../i18n/listOf.ts';
import { useCapability, useHallState, useLocale, useSession } from '../../hall/index.ts';
import { useOpenKeys } from '../../signing/index.ts';
import { ChangePasswordForm } from './ChangePasswordForm.tsx';
import styles from './PersonMenu.module.css';
import { useSignOut } from './useSignOut.ts';

/** Who sits here, and what they may do with their sign-in. */
export function PersonMenu() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { person, court } = useSession();
  const signOut = useSignOut();
  const signs = useCapability('tasks.approve');
  const openKeys = useOpenKeys();
  const [dialog, setDialog] = useState<'password' | 'changed' | 'leaving' | null>(null);
  const held = useHallState((state) => state.log.duty);
  if (person === null) {
    return null;
  }
  const posts = [...held.values()].filter((post) => post.holder?.userId === person.userId).map((post) => t(`duty.post.${post.post}`));
  const roles = listOf(person.roles.map((role) => t(`roles.${role}`)), locale);
  const close = () => setDialog(null);
  const dialogProps = { onClose: close, centered: true, transitionProps: { duration: 0 }, closeButtonProps: { 'aria-label': t('hall.close') } };
  return (
    <>
      <Menu position="bottom-end" transitionProps={{ duration: 0 }} width={220}>
        <Menu.Target>
          <UnstyledButton className={styles.person} aria-label={t('hall.personMenu', { name: person.name })} title={`${person.name}（${roles}） · ${court.name}`} data-role="person-menu">
            <span className={styles.name}>{person.name}</span>
            <span className={styles.place}>{roles} · {court.name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{person.username}</Menu.Label>
          <Menu.Item onClick={() => setDialog('password')} data-role="change-password-item">{t('hall.changePassword')}</Menu.Item>
          {signs && <Menu.Item onClick={openKeys} data-role="signing-key-item">{t('signing.keyItem')}</Menu.Item>}
          <Menu.Item onClick={() => (posts.length === 0 ? void signOut() : setDialog('leaving'))} data-role="sign-out-item">{t('signIn.signOut')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={dialog === 'password'} title={t('signIn.changeTitle')} size={420} {...dialogProps}>
        <p className={styles.lead}>{t('signIn.changeLead')}</p>
        <ChangePasswordForm oneTime={false} onDone={() => setDialog('changed')} />
      </Modal>
      <Modal opened={dialog === 'changed'} title={t('signIn.changeTitle')} size={360} {...dialogProps}>
        <p className={styles.lead}>{t('signIn.changed')}</p>
        <div className={styles.actions}><Button onClick={close}>{t('hall.close')}</Button></div>
      </Modal>
      <Modal opened={dialog === 'leaving'} title={t('signIn.onDutyTitle')} size={420} {...dialogProps}>
        <p className={styles.lead}>{t('signIn.onDutyHint', { posts: listOf(posts, locale) })}</p>
        <div className={styles.actions}>
          <Button variant="default" onClick={() => void signOut()} data-role="sign-out-anyway">{t('signIn.signOutAnyway')}</Button>
          <Button onClick={close}>{t('hall.cancel')}</Button>
        </div>
      </Modal>
    </>
  );
}
