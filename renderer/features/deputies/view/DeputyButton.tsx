import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeputyDialog } from './DeputyDialog.tsx';

export function DeputyButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)} data-action="deputies">{t('deputies.title')}</Button>
      {open && <DeputyDialog onClose={() => setOpen(false)} />}
    </>
  );
}
