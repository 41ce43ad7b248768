import type { HallLog } from '../ports/log.ts';
import type { TokenStore } from '../ports/stores.ts';
import type { CourtOf } from './dispatch.ts';
import { courtCode, deviceId, feedId, tokenId, unitId, userId } from '#protocol/nouns/ids.ts';

/** Finds the court of whatever a request names: tokens are kept beside the log, all else is in it. */
export function createCourtOf({ log, tokens }: { readonly log: Pick<HallLog, 'state'>; readonly tokens: Pick<TokenStore, 'find'> }): CourtOf {
  return (subject) => {
    const { state } = log;
    if ('court' in subject) return courtCode.parse(subject.court);
    if ('unit' in subject) return state.units.get(unitId.parse(subject.unit))?.courtCode;
    if ('feed' in subject) return state.feeds.get(feedId.parse(subject.feed))?.courtCode;
    if ('user' in subject) return state.users.get(userId.parse(subject.user))?.courtCode;
    if ('device' in subject) return state.devices.get(deviceId.parse(subject.device))?.courtCode;
    return tokens.find(tokenId.parse(subject.token)).then((token) => token?.courtCode);
  };
}
