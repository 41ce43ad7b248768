import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { useHall, useHallState, useLinkState } from '../../hall/index.ts';
import { createDeviceNames } from '../model/createDeviceNames.ts';
import { subjectParts } from '../model/subjectParts.ts';

export type AuditActor = { readonly userId: UserId; readonly name: string; readonly courtCode: CourtCode };

/** What everything in the log is called. */
export type AuditNames = {
  readonly courts: readonly Pick<Court, 'courtCode' | 'name'>[];
  readonly actors: readonly AuditActor[];
  readonly courtText: (courtCode: CourtCode) => string;
  /** `单位 单兵07`, `值班 厦门市中级人民法院 值班领导`. */
  readonly subjectText: (subject: string) => string;
  readonly learn: (entries: readonly WireEntry[]) => void;
  readonly want: (subjects: readonly string[]) => void;
};

const NOUNS = [
  'court', 'user', 'session', 'device', 'unit', 'feed', 'slot', 'duty', 'centre', 'campaign', 'operation', 'step', 'party', 'journal', 'snapshot', 'grant', 'upward', 'assist', 'instruction', 'report', 'task', 'deputy', 'consultation', 'partner', 'paper', 'signing', 'talk',
  'alarm', 'order', 'call', 'fence', 'source', 'connector', 'drill', 'track', 'clock', 'personal', 'audit', 'log',
] as const;
const POSTS = ['leader', 'officer', 'technician'] as const;

/** From the hall's state, where revoked and closed ones stay, too; devices from the log itself. */
export function useAuditNames(): AuditNames {
  const { t } = useTranslation();
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const log = useHallState((state) => state.log);
  const devices = useMemo(() => createDeviceNames({ link }), [link]);
  const deviceNames = useStore(devices.state);
  const [actors, setActors] = useState<readonly AuditActor[]>([]);
  useEffect(() => {
    if (!online) {
      return undefined;
    }
    let current = true;
    // Without the list people cannot be filtered by; the entries themselves are not touched by that.
    link.request('audit.actors', {}).then((answer) => current && setActors(answer.actors), () => undefined);
    return () => {
      current = false;
    };
  }, [link, online]);

  return useMemo(() => {
    const courtText = (courtCode: CourtCode) => log.courts.get(courtCode)?.name ?? courtCode;
    const nameOf = (noun: string, id: string): string | undefined => {
      switch (noun) {
        case 'user': return log.users.get(id as UserId)?.name ?? actors.find((actor) => actor.userId === id)?.name;
        case 'unit': return log.units.get(id as never)?.name;
        case 'device': return log.devices.get(id as never)?.name ?? deviceNames.get(`device/${id}`);
        case 'feed': return log.feeds.get(id as never)?.label;
        case 'operation': return log.operations.get(id as never)?.title;
        case 'journal': return log.operations.get(id as never)?.title;
        case 'campaign': return log.campaigns.get(id as never)?.name;
        case 'party': return log.parties.get(id as never)?.maskedName;
        case 'order': return log.orders.get(id as never)?.number;
        case 'call': return log.calls.get(id as never)?.number;
        case 'fence': return log.fences.get(id as never)?.name;
        case 'grant': return log.grants.get(id as never)?.forName;
        case 'partner': return log.partners.get(id as never)?.name;
        case 'source': return log.sources.get(id as never)?.label;
        default: return undefined;
      }
    };
    const placeText = (noun: string, place: string): string => {
      const post = POSTS.find((name) => name === place);
      if (noun === 'duty' && post !== undefined) {
        return t(`duty.post.${post}`);
      }
      return noun === 'slot' ? t('wall.place', { number: place.slice('wall-'.length) }) : place;
    };
    return {
      courts: [...log.courts.values()],
      actors,
      courtText,
      subjectText: (subject) => {
        const { noun, id, courtCode, place } = subjectParts(subject);
        const known = NOUNS.find((name) => name === noun);
        const what = known === undefined ? noun : t(`audit.noun.${known}`);
        if (courtCode !== null) {
          return [what, courtText(courtCode), ...(place === null ? [] : [placeText(noun, place)])].join(' ');
        }
        // The end of an id: its beginning is the time, and of one morning's all alike.
        return `${what} ${nameOf(noun, id) ?? id.slice(-8)}`;
      },
      learn: devices.learn,
      want: devices.want,
    };
  }, [log, deviceNames, actors, devices, t]);
}
