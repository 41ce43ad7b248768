import { MultiSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '#protocol/alarms/orders.ts';
import { unitId as unitIdSchema } from '#protocol/nouns/ids.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { useHallState } from '../../../hall/index.ts';
import { NewestOrder } from './NewestOrder.tsx';
import styles from '../Orders.module.css';

/** Says yes, and who goes. */
export function AcceptDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation();
  const accept = useCommand('order.accept');
  const expectedVersion = useExpectedVersion(order.version, accept);
  const units = useHallState((state) => state.units);
  const online = useMemo(() => [...units.values()].filter((unit) => unit.online && unit.courtCode.startsWith(order.courtCode)), [units, order.courtCode]);
  const [chosen, setChosen] = useState<string[]>([]);
  const submit = async () => {
    if ((await accept.ask({ orderId: order.orderId, expectedVersion, unitIds: chosen.map((id) => unitIdSchema.parse(id)) })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('orders.acceptTitle', { number: order.number })} submitLabel={t('orders.action.accept')} command={accept} focusSubmit onClose={onClose} onSubmit={() => void submit()} newest={<NewestOrder order={order} />}>
      <p className={styles.hint}>{t('orders.acceptHint')}</p>
      <MultiSelect
        size="xs"
        label={t('orders.units')}
        description={online.length === 0 ? t('orders.noUnits') : undefined}
        data={online.map((unit) => ({ value: unit.unitId as string, label: `${unit.name}（${unit.teamName}）` }))}
        value={chosen}
        onChange={setChosen}
        maxValues={32}
        searchable
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
    </CommandDialog>
  );
}
