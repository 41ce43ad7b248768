import { useEffect, useState } from 'react';
import type { SeatId } from '#protocol/nouns/ids.ts';
import type { RoomLine } from '../../../../media/room/roomLine.ts';

const EVERY_MS = 250;
/** Louder than a room's own noise. */
const SPEAKS = 0.02;
/** Whoever speaks next has to go on for so long before they are shown large. */
const TAKES_OVER_AFTER_MS = 1_200;

export type Speaking = { /** Everybody who is heard now. */ readonly now: ReadonlySet<SeatId>; /** Who speaks, or spoke last. */ readonly last: SeatId | null };

const SILENCE: Speaking = { now: new Set(), last: null };

/** Who is heard, from the sound that arrives here. */
export function useSpeaking(line: RoomLine): Speaking {
  const [speaking, setSpeaking] = useState<Speaking>(SILENCE);
  useEffect(() => {
    let rising: { seatId: SeatId; since: number } | null = null;
    const timer = setInterval(() => {
      const heard = [...line.receiver.levels()].filter(([, level]) => level >= SPEAKS).toSorted(([, one], [, other]) => other - one);
      const loudest = heard[0]?.[0] ?? null;
      const at = performance.now();
      rising = loudest === null ? null : rising?.seatId === loudest ? rising : { seatId: loudest, since: at };
      const takes = rising !== null && at - rising.since >= TAKES_OVER_AFTER_MS ? rising.seatId : null;
      setSpeaking((before) => {
        const now = new Set(heard.map(([seatId]) => seatId));
        const last = takes ?? before.last ?? loudest;
        const isSame = last === before.last && now.size === before.now.size && [...now].every((seatId) => before.now.has(seatId));
        return isSame ? before : { now, last };
      });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [line]);
  return speaking;
}
