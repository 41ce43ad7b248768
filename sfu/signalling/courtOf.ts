import type { HallLog } from '../ports/log.ts';
import type { TokenStore } from '../ports/stores.ts';
import type { CourtOf } from './dispatch.ts';
import { alarmId, assistId, callId, campaignId, courtCode, deviceId, feedId, fenceId, grantId, instructionId, operationId, orderId, partyId, sourceId, stepId, tokenId, unitId, userId } from '#protocol/nouns/ids.ts';

/** Finds the court of whatever a request names: tokens are kept beside the log, all else is in it. */
export function createCourtOf({ log, tokens }: { readonly log: Pick<HallLog, 'state'>; readonly tokens: Pick<TokenStore, 'find'> }): CourtOf {
  return (subject) => {
    const { state } = log;
    if ('court' in subject) return courtCode.parse(subject.court);
    if ('unit' in subject) return state.units.get(unitId.parse(subject.unit))?.courtCode;
    if ('feed' in subject) return state.feeds.get(feedId.parse(subject.feed))?.courtCode;
    if ('user' in subject) return state.users.get(userId.parse(subject.user))?.courtCode;
    if ('device' in subject) return state.devices.get(deviceId.parse(subject.device))?.courtCode;
    if ('campaign' in subject) return state.campaigns.get(campaignId.parse(subject.campaign))?.courtCode;
    if ('operation' in subject) return state.operations.get(operationId.parse(subject.operation))?.courtCode;
    if ('step' in subject) return state.steps.get(stepId.parse(subject.step))?.courtCode;
    if ('party' in subject) return state.parties.get(partyId.parse(subject.party))?.courtCode;
    if ('alarm' in subject) return state.alarms.get(alarmId.parse(subject.alarm))?.courtCode;
    if ('order' in subject) return state.orders.get(orderId.parse(subject.order))?.courtCode;
    if ('call' in subject) return state.calls.get(callId.parse(subject.call))?.courtCode;
    if ('grant' in subject) return state.grants.get(grantId.parse(subject.grant))?.courtCode;
    if ('fence' in subject) return state.fences.get(fenceId.parse(subject.fence))?.courtCode;
    if ('source' in subject) return state.sources.get(sourceId.parse(subject.source))?.courtCode;
    if ('assist' in subject) return state.assists.get(assistId.parse(subject.assist))?.courtCode;
    if ('instruction' in subject) return state.instructions.get(instructionId.parse(subject.instruction))?.courtCode;
    return tokens.find(tokenId.parse(subject.token)).then((token) => token?.courtCode);
  };
}
