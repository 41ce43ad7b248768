import type { EventNoun } from '../access/viewer.ts';
import { nounOf } from '../access/viewer.ts';
import type { HallEvent } from '#protocol/events.ts';
import { foldCampaign } from '../campaigns/foldCampaign.ts';
import { foldOperation } from '../operations/foldOperation.ts';
import { foldStep } from '../steps/foldStep.ts';
import { foldParty } from '../parties/foldParty.ts';
import { foldAlarm } from '../alarms/foldAlarm.ts';
import { foldOrder } from '../orders/foldOrder.ts';
import { foldCall } from '../calls/foldCall.ts';
import { foldFence } from '../fences/foldFence.ts';
import { foldCourt } from '../courts/foldCourt.ts';
import { foldDrill } from '../drills/foldDrill.ts';
import { foldDevice } from '../devices/foldDevice.ts';
import { foldDuty } from '../duty/foldDuty.ts';
import { foldFeed } from '../feeds/foldFeed.ts';
import { foldAssist } from '../assist/foldAssist.ts';
import { foldInstruction } from '../instructions/foldInstruction.ts';
import { foldUpward } from '../upward/foldUpward.ts';
import { foldReport } from '../reports/foldReport.ts';
import { foldGrant } from '../grants/foldGrant.ts';
import { foldSource } from '../sources/foldSource.ts';
import { foldConsultation } from '../consultations/foldConsultation.ts';
import { foldPartner } from '../partners/foldPartner.ts';
import { foldDeputy } from '../tasks/deputies/foldDeputy.ts';
import { foldTask } from '../tasks/foldTask.ts';
import { foldUser } from '../people/foldUser.ts';
import { foldUnit } from '../units/foldUnit.ts';
import { foldDrawing } from '../wall/foldDrawing.ts';
import { foldPreset } from '../wall/foldPreset.ts';
import { foldPlace, foldWall } from '../wall/foldWall.ts';
import type { HallState } from './hallState.ts';
import { idOf } from './idOf.ts';

export type EventOf<Noun extends EventNoun> = Extract<HallEvent, { readonly name: `${Noun}.${string}` }>;

/** The state after the event. Pure; an event about nothing that is kept (a sign-in, a look) leaves the state as it is. */
export function fold(state: HallState, event: HallEvent): HallState {
  if (isOf(event, 'court')) return { ...state, courts: foldCourt(state.courts, event) };
  if (isOf(event, 'user')) return { ...state, users: foldUser(state.users, event) };
  if (isOf(event, 'device')) return { ...state, devices: foldDevice(state.devices, event) };
  if (isOf(event, 'unit')) return { ...state, units: foldUnit(state.units, event) };
  if (isOf(event, 'feed')) return { ...state, feeds: foldFeed(state.feeds, event) };
  if (isOf(event, 'slot')) return { ...state, ...foldPlace(state, event) };
  if (isOf(event, 'duty')) return { ...state, duty: foldDuty(state.duty, event) };
  if (isOf(event, 'campaign')) return { ...state, campaigns: foldCampaign(state.campaigns, event) };
  if (isOf(event, 'operation')) return { ...state, operations: foldOperation(state.operations, event) };
  if (isOf(event, 'step')) return { ...state, steps: foldStep(state.steps, event) };
  if (isOf(event, 'party')) return { ...state, parties: foldParty(state.parties, event) };
  if (isOf(event, 'alarm')) return { ...state, alarms: foldAlarm(state.alarms, event) };
  if (isOf(event, 'order')) return { ...state, orders: foldOrder(state.orders, event) };
  if (isOf(event, 'call')) return { ...state, calls: foldCall(state.calls, event) };
  if (isOf(event, 'fence')) return { ...state, fences: foldFence(state.fences, event) };
  if (isOf(event, 'source')) return { ...state, sources: foldSource(state.sources, event) };
  if (isOf(event, 'grant')) return { ...state, grants: foldGrant(state.grants, event) };
  if (isOf(event, 'assist')) return { ...state, assists: foldAssist(state.assists, event) };
  if (isOf(event, 'instruction')) return { ...state, instructions: foldInstruction(state.instructions, event) };
  if (isOf(event, 'upward')) return { ...state, ...foldUpward(state, event) };
  if (isOf(event, 'report')) return { ...state, reportHeads: foldReport(state.reportHeads, event) };
  if (isOf(event, 'task')) return { ...state, tasks: foldTask(state.tasks, event) };
  if (isOf(event, 'deputy')) return { ...state, deputies: foldDeputy(state.deputies, event) };
  if (isOf(event, 'consultation')) return { ...state, consultations: foldConsultation(state.consultations, event) };
  if (isOf(event, 'partner')) return { ...state, partners: foldPartner(state.partners, event) };
  if (isOf(event, 'drill')) return { ...state, drills: foldDrill(state.drills, event) };
  if (isOf(event, 'wall')) return { ...state, ...foldWall(state, event) };
  if (isOf(event, 'preset')) return { ...state, presets: foldPreset(state.presets, event) };
  if (isOf(event, 'drawing')) return { ...state, drawings: foldDrawing(state.drawings, event) };
  return state;
}

/** Version that the next event about this subject gives it; 0 where the noun keeps no objects. */
export function nextVersion(state: HallState, name: HallEvent['name'], subject: string): number {
  const objects = objectsOf(state, nounOf(name));
  return objects === null ? 0 : (objects.get(idOf(subject))?.version ?? 0) + 1;
}

function isOf<Noun extends EventNoun>(event: HallEvent, noun: Noun): event is EventOf<Noun> {
  return nounOf(event.name) === noun;
}

type Objects = { get(id: string): { readonly version: number } | undefined };

function objectsOf(state: HallState, noun: EventNoun): Objects | null {
  switch (noun) {
    case 'court': return state.courts;
    case 'user': return state.users;
    case 'device': return state.devices;
    case 'unit': return state.units;
    case 'feed': return state.feeds;
    case 'slot': return state.slots;
    case 'duty': return state.duty;
    case 'campaign': return state.campaigns;
    case 'operation': return state.operations;
    case 'step': return state.steps;
    case 'party': return state.parties;
    case 'alarm': return state.alarms;
    case 'order': return state.orders;
    case 'call': return state.calls;
    case 'fence': return state.fences;
    case 'drill': return state.drills;
    case 'grant': return state.grants;
    case 'source': return state.sources;
    case 'assist': return state.assists;
    case 'instruction': return state.instructions;
    case 'task': return state.tasks;
    case 'partner': return state.partners;
    case 'deputy': return state.deputies;
    case 'consultation': return state.consultations;
    case 'wall': return state.walls;
    case 'preset': return state.presets;
    case 'drawing': return state.drawings;
    default: return null;
  }
}
