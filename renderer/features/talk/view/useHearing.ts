import { useEffect, useState } from 'react';
import type { Hearing } from '#protocol/media/talk.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { useCapability, useHall, useLinkState } from '../../hall/index.ts';

/** Whether the unit can be talked to, as the hall says it; deaf until it did. */
export function useHearing(unitId: UnitId): Pick<Hearing, 'hears' | 'speaker'> {
  const { link } = useHall();
  const mayTalk = useCapability('talk.use');
  const sessionId = useLinkState(({ session }) => session?.sessionId ?? null);
  const [hearing, setHearing] = useState<Hearing | null>(null);
  useEffect(() => {
    if (!mayTalk || sessionId === null) {
      return undefined;
    }
    let told = false;
    const stop = link.on('talk.hearingChanged', (changed) => {
      if (changed.unitId === unitId) {
        told = true;
        setHearing(changed);
      }
    });
    const look = async () => {
      // Without an answer it stays deaf until the hall tells of a change.
      const found = await link.request('talk.look', { unitId }).catch(() => null);
      // What the hall told meanwhile is newer.
      if (!told && found !== null) setHearing(found);
    };
    void look();
    return () => {
      told = true;
      stop();
    };
  }, [link, unitId, mayTalk, sessionId]);
  return hearing?.unitId === unitId ? hearing : { hears: false, speaker: null };
}
