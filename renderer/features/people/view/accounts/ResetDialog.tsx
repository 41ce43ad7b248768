import { useTranslation } from 'react-i18next';
import type { User } from '#protocol/nouns/people.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import type { IssuedPassword } from './OneTimePassword.tsx';
import styles from '../AdminPage.module.css';

type DialogProps = { readonly user: User; readonly onClose: () => void; readonly onDone: () => void };

export function ResetDialog({ user, onClose, onDone, onIssued }: DialogProps & { readonly onIssued: (issued: IssuedPassword) => void }) {
  const { t } = useTranslation();
  const reset = useCommand('user.resetPassword');
  const submit = async () => {
    const answer = await reset.ask({ userId: user.userId });
    if (answer !== null) {
      onIssued({ name: user.name, username: user.username, password: answer.oneTimePassword });
      onDone();
      onClose();
    }
  };
  return (
    <CommandDialog title={t('people.resetTitle', { name: user.name })} submitLabel={t('people.resetPassword')} command={reset} focusSubmit onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.note}>{t('people.resetHint')}</p>
    </CommandDialog>
  );
}

export function UnlockDialog({ user, onClose, onDone }: DialogProps) {
  const { t } = useTranslation();
  const unlock = useCommand('user.unlock');
  const submit = async () => {
    if ((await unlock.ask({ userId: user.userId })) !== null) {
      onDone();
      onClose();
    }
  };
  return (
    <CommandDialog title={t('people.unlockTitle', { name: user.name })} submitLabel={t('people.unlock')} command={unlock} focusSubmit onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.note}>{t('people.unlockHint')}</p>
    </CommandDialog>
  );
}
