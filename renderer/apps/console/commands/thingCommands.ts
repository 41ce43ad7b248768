import type { TFunction } from 'i18next';
import type { Command } from '../../../features/palette/index.ts';
import type { Selection } from '../../../features/selection/index.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { HallState } from '../../../replica/hallReplica.ts';

type Options = {
  readonly t: TFunction;
  readonly state: Pick<HallState, 'units' | 'log'>;
  readonly selection: Selection;
  /** Brings a panel to the front, if the person has it. */
  readonly openPanel: (panelId: 'map' | 'alarms' | 'operations' | 'roster') => void;
  /** Where people are looked after; absent for those who may not. */
  readonly openPeople?: () => void;
};

/** Things of the hall by name: they are chosen, and the map goes there. */
export function thingCommands({ t, state, selection, openPanel, openPeople }: Options): Command[] {
  const { units, log } = state;
  const courtName = (courtCode: CourtCode) => log.courts.get(courtCode)?.name ?? courtCode;
  const show = (thing: Parameters<Selection['show']>[0]) => {
    openPanel('map');
    selection.show(thing);
  };
  return [
    ...[...log.alarms.values()]
      .filter((alarm) => alarm.state !== 'resolved')
      .map((alarm): Command => ({
        id: `alarm ${alarm.alarmId}`,
        title: `${t(`alarms.kind.${alarm.kind}`)} ${alarm.unitId === null ? '' : (units.get(alarm.unitId)?.name ?? '')}`.trim(),
        detail: [alarm.place.name, alarm.text].filter((text) => text !== '').join(' · '),
        group: t('palette.group.alarm'),
        thing: true,
        run: () => {
          selection.selectAlarm(alarm);
          show({ kind: 'alarm', id: alarm.alarmId });
          openPanel('alarms');
        },
      })),
    ...[...log.operations.values()]
      .filter(({ state: stage }) => stage !== 'concluded' && stage !== 'calledOff')
      .map((operation): Command => ({
        id: `operation ${operation.operationId}`,
        title: operation.title,
        detail: [operation.place.name, ...operation.caseNumbers].filter((text) => text !== '').join(' · '),
        group: t('palette.group.operation'),
        thing: true,
        run: () => {
          show({ kind: 'operation', id: operation.operationId });
          openPanel('operations');
        },
      })),
    ...[...units.values()].map((unit): Command => ({
      id: `unit ${unit.unitId}`,
      title: unit.name,
      detail: `${unit.teamName} · ${unit.courtName}`,
      group: t('palette.group.unit'),
      thing: true,
      run: () => show({ kind: 'unit', id: unit.unitId }),
    })),
    ...[...log.courts.values()].map((court): Command => ({
      id: `court ${court.courtCode}`,
      title: court.name,
      detail: court.courtCode,
      group: t('palette.group.court'),
      thing: true,
      run: () => show({ kind: 'court', id: court.courtCode }),
    })),
    ...[...log.users.values()]
      .filter(({ state: stage }) => stage === 'active')
      .map((user): Command => ({
        id: `user ${user.userId}`,
        title: user.name,
        detail: courtName(user.courtCode),
        group: t('palette.group.person'),
        thing: true,
        run: openPeople ?? (() => openPanel('roster')),
      })),
  ];
}
