import type { CommandId, SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { TakeWhat, WallRecord } from '#protocol/wall/wall.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import type { Standing } from './wallDesk.ts';

/** As much of a take as taking it back needs. */
type Take = { readonly takeId: CommandId; readonly what: TakeWhat; readonly slots: readonly { readonly slotId: SlotId; readonly layoutVersion: number; readonly before: SlotLayout }[] };
type Answer = Pick<WallRecord, 'version'>;

/** The wall as newly as this desk can know: the answer to a change may come before the hall tells of it, and the next change has to start from it. */
export type NewestWall = {
  standing(): Map<SlotId, Standing>;
  lastTake(): Take | undefined;
  /** What an answered take put up, and from what. */
  put(take: Pick<Take, 'takeId' | 'what'>, answer: Answer, changed: ReadonlyMap<SlotId, { readonly from: Standing; readonly layout: SlotLayout }>): void;
  undone(take: Take, answer: Answer): void;
  /** After a refusal what the hall told is the truth. */
  forget(): void;
};

export function newestWall({ link, replica }: { readonly link: HallLink; readonly replica: Pick<HallReplica, 'state'> }): NewestWall {
  const own = new Map<SlotId, Standing>();
  /** Takes after an answer that the hall has not told of yet. */
  let answered: { readonly version: number; readonly takes: readonly Take[] } | null = null;
  const takes = (): readonly Take[] => {
    const court = link.state.getState().session?.court?.courtCode;
    const told = court === undefined ? undefined : replica.state.getState().log.walls.get(court);
    return answered !== null && answered.version > (told?.version ?? -1) ? answered.takes : (told?.past ?? []);
  };
  return {
    standing: () =>
      new Map([...replica.state.getState().wall].map(([slotId, slot]) => {
        const mine = own.get(slotId);
        return [slotId, mine !== undefined && mine.layoutVersion > slot.layoutVersion ? mine : slot];
      })),
    lastTake: () => takes().at(-1),
    put: (take, { version }, changed) => {
      const slots = [...changed].map(([slotId, { from, layout }]) => {
        own.set(slotId, { layout, layoutVersion: from.layoutVersion + 1 });
        return { slotId, layoutVersion: from.layoutVersion + 1, before: from.layout };
      });
      answered = { version, takes: [...takes().filter(({ takeId }) => takeId !== take.takeId), { ...take, slots }] };
    },
    undone: (take, { version }) => {
      for (const { slotId, before, layoutVersion } of take.slots) {
        own.set(slotId, { layout: before, layoutVersion: layoutVersion + 1 });
      }
      answered = { version, takes: takes().filter(({ takeId }) => takeId !== take.takeId) };
    },
    forget: () => {
      own.clear();
      answered = null;
    },
  };
}
