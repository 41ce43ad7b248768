import { Button, Checkbox, NumberInput, SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Display, Settings } from '#protocol/ipc/calls.ts';
import type { DeskHost, Host } from '../../../platform/host.ts';
import { DisplayIcon } from '../../../ui/icons.tsx';
import { slotNumber } from '../../hall/index.ts';
import { deskKeyOf, wallKeys, withWallDisplay } from '../model/wallDisplays.ts';
import styles from './SettingsDialog.module.css';

/** An emptied field lifts the limit. */
function budgetOf(value: string | number): number | null {
  const mbps = typeof value === 'number' ? value : Number.parseFloat(value);
  return Number.isFinite(mbps) ? Math.min(10_000, Math.max(1, mbps)) : null;
}

type DisplaysTabProps = { readonly host: Host; readonly desk: DeskHost; readonly settings: Settings; readonly onChange: (settings: Settings) => void };

export function DisplaysTab({ host, desk, settings, onChange }: DisplaysTabProps) {
  const { t } = useTranslation();
  const [displays, setDisplays] = useState<Display[]>([]);
  useEffect(() => {
    desk.displays().then(setDisplays, (error: unknown) => host.log('error', `displays cannot be listed: ${String(error)}`));
    return desk.onDisplaysChanged(setDisplays);
  }, [desk, host]);
  const deskKey = deskKeyOf(displays);
  const used = wallKeys(displays, settings.wallDisplays, deskKey);
  return (
    <div className={styles.displays}>
      <div className={styles.displaysHead}>
        <SegmentedControl
          size="xs"
          value={settings.machine}
          onChange={(machine) => onChange({ ...settings, machine: machine === 'wall' ? 'wall' : 'console' })}
          data={[
            { value: 'console', label: t('settings.machineConsole') },
            { value: 'wall', label: t('settings.machineWall') },
          ]}
        />
        <NumberInput
          size="xs"
          w={150}
          min={1}
          max={99}
          allowDecimal={false}
          prefix={t('settings.firstSlotPrefix')}
          aria-label={t('settings.firstSlot')}
          title={t('settings.firstSlotHint')}
          value={settings.firstSlot}
          onChange={(value) => onChange({ ...settings, firstSlot: Math.min(99, Math.max(1, Number(value) || 1)) })}
        />
      </div>
      {settings.machine === 'wall' && <p className={styles.note}>{t('settings.machineWallHint')}</p>}
      <div className={styles.displaysHead}>
        <Checkbox
          size="xs"
          label={t('settings.allDisplays')}
          checked={settings.wallDisplays === null}
          onChange={(event) => onChange({ ...settings, wallDisplays: event.currentTarget.checked ? null : wallKeys(displays, null, deskKey) })}
        />
        <Button variant="default" onClick={() => void desk.identifyDisplays()}>{t('settings.identify')}</Button>
      </div>
      <NumberInput
        size="xs"
        w={320}
        min={1}
        max={10_000}
        suffix=" Mbit/s"
        label={t('settings.videoBudget')}
        description={t('settings.videoBudgetHint')}
        placeholder={t('settings.videoBudgetNone')}
        data-role="video-budget"
        value={settings.videoBudgetMbps ?? ''}
        onChange={(value) => onChange({ ...settings, videoBudgetMbps: budgetOf(value) })}
      />
      <ul className={styles.displayList}>
        {displays.map((display) => (
          <li key={display.key} className={styles.display}>
            <DisplayIcon size={18} />
            <span className={styles.displayName} title={display.label}>{display.label}</span>
            <span className={styles.displaySize}>{t('settings.displaySize', { width: display.widthPx * display.scaleFactor, height: display.heightPx * display.scaleFactor })}</span>
            <span className={styles.displayUse}>
              {display.use === 'desk' ? t('settings.deskDisplay') : display.slotId !== null ? t('wall.place', { number: slotNumber(display.slotId) }) : t('settings.unused')}
            </span>
            <Checkbox
              size="xs"
              label={t('settings.useAsWall')}
              disabled={display.use === 'desk'}
              checked={used.includes(display.key)}
              onChange={(event) =>
                onChange({
                  ...settings,
                  wallDisplays: withWallDisplay({ displays, wallDisplays: settings.wallDisplays, deskKey, key: display.key, used: event.currentTarget.checked }),
                })
              }
            />
          </li>
        ))}
      </ul>
      {displays.length < 2 && <p className={styles.note}>{t('settings.noDisplays')}</p>}
    </div>
  );
}
