import { courtName } from '#domain/courts/courtName.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { NoticeData } from '#protocol/contract.ts';
import type { AlarmId, UnitId } from '#protocol/nouns/ids.ts';
import type { HallLog } from '../ports/log.ts';
import type { Session } from '../ports/session.ts';
import type { Units } from '../ports/units.ts';

/** Tells a unit what the hall does about its SOS: it does not follow the hall, and somebody in danger wants to know. */
export class ToldUnits {
  readonly #log: Pick<HallLog, 'state' | 'onAppended'>;
  readonly #stop: () => void;

  constructor({ log, units }: { readonly log: Pick<HallLog, 'state' | 'onAppended'>; readonly units: Pick<Units, 'sessionOf'> }) {
    this.#log = log;
    this.#stop = log.onAppended(({ entries }) => {
      const changed = new Set(entries.filter(({ name }) => name.startsWith('alarm.')).map(({ subject }) => idOf(subject) as AlarmId));
      for (const alarmId of changed) {
        const alarm = log.state.alarms.get(alarmId);
        if (alarm?.kind === 'sos' && alarm.unitId !== null) {
          units.sessionOf(alarm.unitId)?.notify('alarm.told', told(log.state, alarm.unitId));
        }
      }
    });
  }

  opened(session: Session): void {
    if (session.unitId !== null) {
      session.notify('alarm.told', told(this.#log.state, session.unitId));
    }
  }

  /** Idempotent. */
  close(): void {
    this.#stop();
  }
}

function told(state: HallState, unitId: UnitId): NoticeData<'alarm.told'> {
  const alarm = state.alarms.find((one) => one.kind === 'sos' && one.unitId === unitId && one.state !== 'resolved');
  return { alarm: alarm === undefined ? null : { alarmId: alarm.alarmId, state: alarm.state, answeredBy: answeredBy(state, alarm), helpName: helpName(state, alarm) } };
}

function answeredBy({ courts }: HallState, { acknowledged }: Alarm): { name: string; courtName: string } | null {
  return acknowledged === null ? null : { name: acknowledged.name, courtName: acknowledged.courtCode === null ? '' : courtName(courts, acknowledged.courtCode) };
}

/** Who said that they come. */
function helpName({ courts }: HallState, { help }: Alarm): string | null {
  const coming = help?.orders.findLast(({ state }) => state === 'accepted' || state === 'arrived');
  return coming === undefined ? null : courtName(courts, coming.toCourtCode);
}
