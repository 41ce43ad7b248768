import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ASSIST_KINDS, type AssistKind } from '#protocol/field/assist.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { useCapability, useHallState } from '../../hall/index.ts';

/** Items of a tile's menu: what can be asked of the person who holds this device; nothing while it is away. */
export function AssistItems({ unitId, onAsk }: { unitId: UnitId; onAsk: (kind: AssistKind) => void }) {
  const { t } = useTranslation();
  const may = useCapability('operations.work');
  const online = useHallState((state) => state.units.get(unitId)?.online ?? false);
  if (!may || !online) {
    return null;
  }
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('assist.title')}</Menu.Label>
      {ASSIST_KINDS.map((kind) => <Menu.Item key={kind} onClick={() => onAsk(kind)} data-action={`assist.${kind}`}>{t(`assist.kind.${kind}`)}</Menu.Item>)}
    </>
  );
}
