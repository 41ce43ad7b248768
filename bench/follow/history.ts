import type { NewEvent } from '#domain/decision/decision.ts';
import { DUTY_POSTS } from '#protocol/nouns/duty.ts';
import type { Actor } from '#protocol/nouns/log.ts';
import { openLog, type World } from './world.ts';

/** Events of one command; as many as a hall makes durable together at most. */
const AT_ONCE = 500;

/** Lets so much happen in a hall that does not run: work on units for the most part, sign-ins, and posts that change hands. */
export async function letHappen(world: World, entries: number): Promise<void> {
  const { log, close } = await openLog(world.storageDir);
  try {
    const commands: Promise<unknown>[] = [];
    for (let from = 0; from < entries; from += AT_ONCE) {
      const events = Array.from({ length: Math.min(AT_ONCE, entries - from) }, (_, index) => eventAt(world, from + index));
      const actor = actorAt(world, from / AT_ONCE);
      commands.push(log.execute({ commandId: null, name: 'bench.history', input: {}, actor, via: null, decide: () => ({ events, answer: () => ({}) }) }));
    }
    await Promise.all(commands);
  } finally {
    await close();
  }
}

function actorAt({ seats }: World, index: number): Actor {
  const { userId, name, courtCode } = at(seats, index);
  return { kind: 'person', userId, name, courtCode };
}

/** Of ten events seven are about units, one is a sign-in, two a post's. */
function eventAt(world: World, index: number): NewEvent {
  const unit = at(world.units, Math.floor(index / 10) * 7 + (index % 10));
  const about = { subject: `unit/${unit.unitId}`, courtCode: unit.courtCode };
  switch (index % 10) {
    case 6:
      return { ...about, name: 'unit.joined', data: { clientName: '执法记录仪', remoteAddress: '10.20.30.40' } };
    case 7: {
      const { userId, courtCode } = at(world.seats, Math.floor(index / 10));
      return { name: 'session.signedIn', subject: `session/${userId}`, courtCode, data: { userId, clientName: 'console', remoteAddress: '10.20.30.41', method: 'password' } };
    }
    case 8:
    case 9:
      return dutyEventAt(world, Math.floor(index / 10) * 2 + (index % 10) - 8);
    default:
      return { ...about, name: 'unit.changed', data: { name: `单兵${index}号`, teamName: `执行${index % 20}组`, kind: 'recorder' } };
  }
}

/** Taken, offered, handed over, left: the same over and over at each court's posts. */
function dutyEventAt(world: World, index: number): NewEvent {
  const round = Math.floor(index / 4);
  const [one, other] = [at(world.seats, round), at(world.seats, round + 5)];
  const about = { subject: `duty/${one.courtCode}/${at(DUTY_POSTS, Math.floor(round / 5))}`, courtCode: one.courtCode };
  const fromOne = { fromUserId: one.userId, fromName: one.name };
  const toOther = { toUserId: other.userId, toName: other.name };
  switch (index % 4) {
    case 0:
      return { ...about, name: 'duty.started', data: { userId: one.userId, name: one.name } };
    case 1:
      return { ...about, name: 'duty.handOverOffered', data: { ...toOther, done: '上午到达现场三处,查封车辆两台,均已录像。', undone: '思明区一处尚未腾退,已与辖区派出所约定下午三时再次到场。' } };
    case 2:
      return { ...about, name: 'duty.handedOver', data: { ...fromOne, ...toOther } };
    default:
      return { ...about, name: 'duty.ended', data: { userId: other.userId, note: '换班' } };
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) {
    throw new Error('there is nothing to choose from');
  }
  return item;
}
