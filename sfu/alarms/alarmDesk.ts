import { escalateAlarm } from '#domain/alarms/decideAlarm.ts';
import { raiseAlarm } from '#domain/alarms/raiseAlarm.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import { lapseOrder } from '#domain/orders/answerOrder.ts';
import type { AlarmId, CallId, OrderId, UnitId } from '#protocol/nouns/ids.ts';
import type { Alarms, Happening, UnitAlarms, UnitHappening } from '../ports/alarms.ts';
import type { Command } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { alarmHandlers } from './alarmHandlers.ts';
import { hasDeskNow, type AlarmOptions } from './alarmOptions.ts';
import { callHandlers } from './calls/callHandlers.ts';
import { overdueCall } from './calls/overdueCall.ts';
import { newIds } from './newIds.ts';
import { orderHandlers } from './orders/orderHandlers.ts';
import { archive } from './timers/archive.ts';
import { DeadlineBook } from './timers/deadlineBook.ts';
import { ToldUnits } from './toldUnits.ts';
import { WhenWritable } from './timers/whenWritable.ts';
import { watchBatteries } from './watches/batteryWatch.ts';
import { SilenceWatch } from './watches/silenceWatch.ts';
import { unitHappening } from './watches/unitHappening.ts';

const DAY_MS = 86_400_000;
const BY_THE_HALL = { commandId: null, input: {}, actor: { kind: 'hall' }, via: null } as const;

/** Alarms, orders and calls: what people do with them, and what the hall does by its clock. */
export class AlarmDesk implements Alarms, UnitAlarms {
  readonly handlers: HandlersOf<'alarm'> & HandlersOf<'order'> & HandlersOf<'call'>;
  readonly #options: AlarmOptions;
  readonly #whenWritable: WhenWritable;
  readonly #told: ToldUnits;
  readonly #stop: (() => void)[];

  private constructor(options: AlarmOptions) {
    const { log, clock } = options;
    this.#options = options;
    this.#whenWritable = new WhenWritable(options);
    this.handlers = { ...alarmHandlers(options), ...orderHandlers(options), ...callHandlers(options) };
    const raise = (happening: Happening) => this.#whenWritable.do(() => this.raise(happening));
    const deadlines = DeadlineBook.create({ log, clock, onDue: (subject) => this.#due(subject) });
    const silence = SilenceWatch.create({ ...options, raise });
    const archiveNow = () => this.#whenWritable.do(() => archive(log, clock.now()));
    this.#told = new ToldUnits(options);
    this.#stop = [() => deadlines.close(), () => this.#told.close(), () => silence.close(), watchBatteries({ ...options, raise }), clock.every(DAY_MS, archiveNow)];
    archiveNow();
  }

  static create(options: AlarmOptions): AlarmDesk {
    return new AlarmDesk(options);
  }

  async raise({ actor = { kind: 'hall' }, commandId, ...raising }: Happening): Promise<AlarmId> {
    const { log, tables: { alarms: { escalateAfterMs } } } = this.#options;
    const alarmId = newIds.alarm();
    const command: Command<{ alarmId: AlarmId }> = {
      commandId: commandId ?? null,
      name: 'alarm.happen',
      // What is told a second time may read a little differently and is the same all the same.
      input: { kind: raising.kind },
      actor,
      via: null,
      decide: (state, at) => raiseAlarm(state, raising, { alarmId, at, escalateAfterMs, hasDesk: hasDeskNow(this.#options) }),
    };
    return (await log.execute(command)).answer.alarmId;
  }

  async raiseOf(unitId: UnitId, { commandId, ...what }: UnitHappening): Promise<AlarmId | null> {
    const happening = unitHappening(this.#options, unitId, what);
    return happening === null ? null : this.raise({ ...happening, commandId });
  }

  /** A unit came back: it hears at once how its SOS stands. */
  opened(session: Session): void {
    this.#told.opened(session);
  }

  /** Idempotent. Resolves when what is under way is done. */
  async close(): Promise<void> {
    this.#stop.splice(0).forEach((stop) => stop());
    await this.#whenWritable.close();
  }

  #due(subject: string): void {
    const { log, tables: { alarms: { escalateAfterMs } } } = this.#options;
    const id = idOf(subject);
    if (subject.startsWith('alarm/')) {
      this.#whenWritable.do(() => log.execute({ ...BY_THE_HALL, name: 'alarm.escalate', decide: (state, at) => escalateAlarm(state, id as AlarmId, { at, escalateAfterMs, hasDesk: hasDeskNow(this.#options) }) }));
    } else if (subject.startsWith('order/')) {
      const nextOrderId = newIds.order();
      this.#whenWritable.do(() => log.execute({ ...BY_THE_HALL, name: 'order.lapse', decide: (state, at) => lapseOrder(state, id as OrderId, { at, nextOrderId }) }));
    } else {
      this.#whenWritable.do(async () => {
        const happening = overdueCall(log.state, id as CallId);
        return happening && this.raise(happening);
      });
    }
  }
}
