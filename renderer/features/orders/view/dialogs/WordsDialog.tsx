import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '#protocol/alarms/orders.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { NewestOrder } from './NewestOrder.tsx';
import styles from '../Orders.module.css';

/** Answers that need words. */
export type Worded = 'refuse' | 'finish' | 'withdraw';

const MAX_LETTERS = { refuse: 200, withdraw: 200, finish: 1_000 } as const;

export function WordsDialog({ action, order, onClose }: { action: Worded; order: Order; onClose: () => void }) {
  const { t } = useTranslation();
  const refuse = useCommand('order.refuse');
  const withdraw = useCommand('order.withdraw');
  const finish = useCommand('order.finish');
  const command = { refuse, withdraw, finish }[action];
  const expectedVersion = useExpectedVersion(order.version, command);
  const [words, setWords] = useState('');
  const submit = async () => {
    const same = { orderId: order.orderId, expectedVersion };
    const said = words.trim();
    const answer = await (action === 'finish' ? finish.ask({ ...same, report: said }) : action === 'refuse' ? refuse.ask({ ...same, reason: said }) : withdraw.ask({ ...same, reason: said }));
    if (answer !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t(`orders.${action}Title`, { number: order.number })} submitLabel={t(`orders.action.${action}`)} command={command} ready={words.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()} newest={<NewestOrder order={order} />}>
      {action === 'refuse' && order.alarmId !== null && <p className={styles.hint}>{t('orders.refuseHint')}</p>}
      <Textarea
        size="xs"
        label={t(action === 'finish' ? 'orders.report' : 'orders.reason')}
        description={action === 'finish' ? t('orders.reportHint') : undefined}
        value={words}
        maxLength={MAX_LETTERS[action]}
        autosize
        minRows={3}
        data-autofocus
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </CommandDialog>
  );
}
