import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Act, ActOf } from '#protocol/scenario/acts.ts';
import type { ValueOfName } from '#domain/drills/names.ts';
import { spanMs } from '#domain/drills/spans.ts';
import type { Cues } from '../clock/cues.ts';
import type { LogFollower } from '../hall/logFollower.ts';
import type { Desks } from './desks.ts';
import { playOutside } from './outsidePlayer.ts';
import { playStep } from './playStep.ts';
import { resolveInput, ScenarioError } from './resolveInput.ts';
import type { UnitPlayer } from './unitPlayer.ts';

/** Everybody and everything that an act may need. */
export type Room = {
  readonly desks: Desks;
  /** By their names in the file. */
  readonly units: ReadonlyMap<string, UnitPlayer>;
  readonly cues: Cues;
  readonly log: LogFollower;
  readonly book: RuleBook;
  readonly valueOfName: ValueOfName;
  readonly outsideUrl: string | null;
  /** Hall time, ms since the epoch. */
  readonly now: () => number;
  /** When the exercise began. */
  readonly startedAt: () => number;
  readonly say: (text: string) => void;
  /** Nothing is played until that time. */
  readonly skipTo: (at: number) => Promise<void>;
};

/** Does one thing of the file. Errors: ScenarioError, what the hall answers. */
export async function performAct(act: Act, room: Room): Promise<void> {
  switch (act.do) {
    case 'outside': return playOutside(act, room);
    case 'ask': {
      await room.desks.ask(act.by, act.request, resolveInput(act.input, { valueOfName: room.valueOfName, startedAt: room.startedAt() }) as Record<string, unknown>);
      return;
    }
    case 'askHelp': return askHelp(act, room);
    case 'step': return playStep(act, { ...room, operationId: idOf(act.operation, room) });
    case 'desk': return room.desks.setOpen(act.person, act.open);
    case 'say': return room.say(act.text);
    case 'skip': return room.skipTo(room.startedAt() + spanMs(act.to));
    default: return performUnitAct(act, room);
  }
}

type UnitAct = Extract<Act, { readonly unit: string }>;

async function performUnitAct(act: UnitAct, room: Room): Promise<void> {
  const unit = room.units.get(act.unit);
  if (unit === undefined) {
    throw new ScenarioError(`没有 ${act.unit} 这个单位`);
  }
  switch (act.do) {
    case 'move': return unit.move(act);
    case 'silent': return unit.goSilent();
    case 'return': return unit.goOnline();
    case 'network': return unit.setNetwork(act);
    case 'battery': return unit.setBattery(act);
    case 'sos': return unit.sos(act.text);
    case 'takeBack': return unit.takeBack(idOf(act.alarm, room), act.reason);
    case 'camera': return unit.setCamera(act.live);
  }
}

async function askHelp({ by, alarm, courts, text, acceptWithin }: ActOf<'askHelp'>, room: Room): Promise<void> {
  const alarmId = idOf(alarm, room);
  const { candidates } = await room.desks.request(by, 'alarm.rankHelp', { alarmId });
  const toCourtCodes = candidates.filter(({ able }) => able).slice(0, courts).map(({ courtCode }) => courtCode);
  if (toCourtCodes.length === 0) {
    throw new ScenarioError('没有能够增援的法院');
  }
  await room.desks.ask(by, 'alarm.askHelp', { alarmId, toCourtCodes, text, acceptWithinMs: spanMs(acceptWithin) });
}

function idOf(pointer: string, { valueOfName }: Pick<Room, 'valueOfName'>): string {
  const id = valueOfName(pointer.slice(1));
  if (typeof id !== 'string') {
    throw new ScenarioError(`${pointer} 还没有出现`);
  }
  return id;
}
