import { Map as PersistentMap } from 'immutable';
import type { Campaign } from '#protocol/operations/campaigns.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { Party } from '#protocol/operations/parties.ts';
import type { Drill } from '#protocol/scenario/drills.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { Order } from '#protocol/alarms/orders.ts';
import type { Call } from '#protocol/alarms/calls.ts';
import type { Fence } from '#protocol/alarms/fences.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import type { Device } from '#protocol/nouns/devices.ts';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import type { FeedRecord } from '#protocol/media/feeds.ts';
import type { Instruction } from '#protocol/field/instructions.ts';
import type { ReportHead } from '#protocol/field/reports.ts';
import type { Assist } from '#protocol/field/assist.ts';
import type { UpwardNumber, UpwardViewing } from '#protocol/media/upward.ts';
import type { Grant } from '#protocol/media/grants.ts';
import type { SourceRecord } from '#protocol/media/sources.ts';
import type { AlarmId, AssistId, CallId, CampaignId, ConsultationId, CourtCode, DeputyshipId, DeviceId, DrillId, FeedId, FenceId, GrantId, InstructionId, OperationId, OrderId, PartnerId, PartyId, PresetId, SourceId, StepId, TaskId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { UnitRecord } from '#protocol/nouns/units.ts';
import type { Consultation } from '#protocol/consultations/consultations.ts';
import type { Deputyship } from '#protocol/tasks/deputies.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import type { Drawing } from '#protocol/wall/drawings.ts';
import type { Preset } from '#protocol/wall/presets.ts';
import type { SlotRecord } from '#protocol/wall/slots.ts';
import type { WallRecord } from '#protocol/wall/wall.ts';
import { maySee, type Noun, type Viewer } from '../access/viewer.ts';

/** What the log folds to. Maps are persistent: a state that was handed out never changes. */
export type HallState = {
  readonly courts: PersistentMap<CourtCode, Court>;
  readonly users: PersistentMap<UserId, User>;
  readonly devices: PersistentMap<DeviceId, Device>;
  readonly units: PersistentMap<UnitId, UnitRecord>;
  readonly feeds: PersistentMap<FeedId, FeedRecord>;
  /** By `<court>/<slot>`. */
  readonly slots: PersistentMap<string, SlotRecord>;
  /** By `<court>/<post>`. */
  readonly duty: PersistentMap<string, DutyPost>;
  readonly campaigns: PersistentMap<CampaignId, Campaign>;
  readonly operations: PersistentMap<OperationId, Operation>;
  readonly steps: PersistentMap<StepId, Step>;
  readonly parties: PersistentMap<PartyId, Party>;
  readonly alarms: PersistentMap<AlarmId, Alarm>;
  readonly orders: PersistentMap<OrderId, Order>;
  readonly calls: PersistentMap<CallId, Call>;
  readonly fences: PersistentMap<FenceId, Fence>;
  readonly drills: PersistentMap<DrillId, Drill>;
  readonly walls: PersistentMap<CourtCode, WallRecord>;
  readonly presets: PersistentMap<PresetId, Preset>;
  readonly drawings: PersistentMap<FeedId, Drawing>;
  readonly grants: PersistentMap<GrantId, Grant>;
  readonly sources: PersistentMap<SourceId, SourceRecord>;
  readonly assists: PersistentMap<AssistId, Assist>;
  readonly instructions: PersistentMap<InstructionId, Instruction>;
  readonly upwardNumbers: PersistentMap<FeedId, UpwardNumber>;
  readonly upwardViewings: PersistentMap<string, UpwardViewing>;
  /** By `<unit>/<chain>`. */
  readonly reportHeads: PersistentMap<string, ReportHead>;
  /** On the hall alone; consoles ask for the ones they show. */
  readonly tasks: PersistentMap<TaskId, Task>;
  readonly partners: PersistentMap<PartnerId, Partner>;
  /** Those that have not ended. */
  readonly deputies: PersistentMap<DeputyshipId, Deputyship>;
  /** On the hall alone: those concerned are told of theirs. */
  readonly consultations: PersistentMap<ConsultationId, Consultation>;
};

export const EMPTY_STATE: HallState = {
  courts: PersistentMap(),
  users: PersistentMap(),
  devices: PersistentMap(),
  units: PersistentMap(),
  feeds: PersistentMap(),
  slots: PersistentMap(),
  duty: PersistentMap(),
  campaigns: PersistentMap(),
  operations: PersistentMap(),
  steps: PersistentMap(),
  parties: PersistentMap(),
  alarms: PersistentMap(),
  orders: PersistentMap(),
  calls: PersistentMap(),
  fences: PersistentMap(),
  drills: PersistentMap(),
  walls: PersistentMap(),
  presets: PersistentMap(),
  drawings: PersistentMap(),
  grants: PersistentMap(),
  sources: PersistentMap(),
  assists: PersistentMap(),
  instructions: PersistentMap(),
  upwardNumbers: PersistentMap(),
  upwardViewings: PersistentMap(),
  reportHeads: PersistentMap(),
  tasks: PersistentMap(),
  partners: PersistentMap(),
  deputies: PersistentMap(),
  consultations: PersistentMap(),
};

/** The noun whose events make up each collection. */
export const NOUN_OF = {
  courts: 'court',
  users: 'user',
  devices: 'device',
  units: 'unit',
  feeds: 'feed',
  slots: 'slot',
  duty: 'duty',
  campaigns: 'campaign',
  operations: 'operation',
  steps: 'step',
  parties: 'party',
  alarms: 'alarm',
  orders: 'order',
  calls: 'call',
  fences: 'fence',
  drills: 'drill',
  walls: 'wall',
  presets: 'preset',
  drawings: 'drawing',
  grants: 'grant',
  sources: 'source',
  assists: 'assist',
  instructions: 'instruction',
  upwardNumbers: 'upward',
  upwardViewings: 'upward',
  reportHeads: 'report',
  tasks: 'task',
  partners: 'partner',
  deputies: 'deputy',
  consultations: 'consultation',
} as const satisfies Record<keyof HallState, Noun>;

/** As it goes over the wire and into the snapshots of the log. */
export function snapshotOf(state: HallState): HallSnapshot {
  return {
    courts: [...state.courts.values()],
    users: [...state.users.values()],
    devices: [...state.devices.values()],
    units: [...state.units.values()],
    feeds: [...state.feeds.values()],
    slots: [...state.slots.values()],
    duty: [...state.duty.values()],
    campaigns: [...state.campaigns.values()],
    operations: [...state.operations.values()],
    steps: [...state.steps.values()],
    parties: [...state.parties.values()],
    alarms: [...state.alarms.values()],
    orders: [...state.orders.values()],
    calls: [...state.calls.values()],
    fences: [...state.fences.values()],
    drills: [...state.drills.values()],
    walls: [...state.walls.values()],
    presets: [...state.presets.values()],
    drawings: [...state.drawings.values()],
    grants: [...state.grants.values()],
    sources: [...state.sources.values()],
    assists: [...state.assists.values()],
    instructions: [...state.instructions.values()],
    upwardNumbers: [...state.upwardNumbers.values()],
    upwardViewings: [...state.upwardViewings.values()],
    reportHeads: [...state.reportHeads.values()],
    tasks: [...state.tasks.values()],
    partners: [...state.partners.values()],
    deputies: [...state.deputies.values()],
    consultations: [...state.consultations.values()],
  };
}

export function stateOf(snapshot: HallSnapshot): HallState {
  return {
    courts: PersistentMap(snapshot.courts.map((court) => [court.courtCode, court])),
    users: PersistentMap(snapshot.users.map((user) => [user.userId, user])),
    devices: PersistentMap(snapshot.devices.map((device) => [device.deviceId, device])),
    units: PersistentMap(snapshot.units.map((unit) => [unit.unitId, unit])),
    feeds: PersistentMap(snapshot.feeds.map((feed) => [feed.feedId, feed])),
    slots: PersistentMap(snapshot.slots.map((slot) => [`${slot.courtCode}/${slot.slotId}`, slot])),
    duty: PersistentMap(snapshot.duty.map((post) => [`${post.courtCode}/${post.post}`, post])),
    campaigns: PersistentMap(snapshot.campaigns.map((campaign) => [campaign.campaignId, campaign])),
    operations: PersistentMap(snapshot.operations.map((operation) => [operation.operationId, operation])),
    steps: PersistentMap(snapshot.steps.map((step) => [step.stepId, step])),
    parties: PersistentMap(snapshot.parties.map((party) => [party.partyId, party])),
    alarms: PersistentMap(snapshot.alarms.map((alarm) => [alarm.alarmId, alarm])),
    orders: PersistentMap(snapshot.orders.map((order) => [order.orderId, order])),
    calls: PersistentMap(snapshot.calls.map((call) => [call.callId, call])),
    fences: PersistentMap(snapshot.fences.map((fence) => [fence.fenceId, fence])),
    drills: PersistentMap(snapshot.drills.map((drill) => [drill.drillId, drill])),
    walls: PersistentMap(snapshot.walls.map((wall) => [wall.courtCode, wall])),
    presets: PersistentMap(snapshot.presets.map((preset) => [preset.presetId, preset])),
    drawings: PersistentMap(snapshot.drawings.map((drawing) => [drawing.feedId, drawing])),
    grants: PersistentMap(snapshot.grants.map((grant) => [grant.grantId, grant])),
    sources: PersistentMap(snapshot.sources.map((source) => [source.sourceId, source])),
    assists: PersistentMap(snapshot.assists.map((assist) => [assist.assistId, assist])),
    instructions: PersistentMap(snapshot.instructions.map((instruction) => [instruction.instructionId, instruction])),
    upwardNumbers: PersistentMap(snapshot.upwardNumbers.map((number) => [number.feedId, number])),
    upwardViewings: PersistentMap(snapshot.upwardViewings.map((viewing) => [viewing.viewingId, viewing])),
    reportHeads: PersistentMap(snapshot.reportHeads.map((head) => [`${head.unitId}/${head.chainId}`, head])),
    tasks: PersistentMap(snapshot.tasks.map((task) => [task.taskId, task])),
    partners: PersistentMap(snapshot.partners.map((partner) => [partner.partnerId, partner])),
    deputies: PersistentMap(snapshot.deputies.map((deputyship) => [deputyship.deputyshipId, deputyship])),
    consultations: PersistentMap(snapshot.consultations.map((consultation) => [consultation.consultationId, consultation])),
  };
}

/** The part of the state that the viewer may see. */
export function visibleState(state: HallState, viewer: Viewer): HallState {
  const may = (name: keyof HallState) => (object: { readonly courtCode: CourtCode }) => maySee(viewer, NOUN_OF[name], object.courtCode);
  return {
    courts: state.courts.filter(may('courts')),
    users: state.users.filter(may('users')),
    devices: state.devices.filter(may('devices')),
    units: state.units.filter(may('units')),
    feeds: state.feeds.filter(may('feeds')),
    slots: state.slots.filter(may('slots')),
    duty: state.duty.filter(may('duty')),
    campaigns: state.campaigns.filter(may('campaigns')),
    operations: state.operations.filter(may('operations')),
    steps: state.steps.filter(may('steps')),
    parties: state.parties.filter(may('parties')),
    alarms: state.alarms.filter(may('alarms')),
    orders: state.orders.filter(may('orders')),
    calls: state.calls.filter(may('calls')),
    fences: state.fences.filter(may('fences')),
    drills: state.drills.filter(may('drills')),
    walls: state.walls.filter(may('walls')),
    presets: state.presets.filter(may('presets')),
    drawings: state.drawings.filter(may('drawings')),
    grants: state.grants.filter(may('grants')),
    sources: state.sources.filter(may('sources')),
    assists: state.assists.filter(may('assists')),
    instructions: state.instructions.filter(may('instructions')),
    upwardNumbers: state.upwardNumbers.filter(may('upwardNumbers')),
    upwardViewings: state.upwardViewings.filter(may('upwardViewings')),
    reportHeads: state.reportHeads.filter(may('reportHeads')),
    tasks: EMPTY_STATE.tasks,
    partners: state.partners.filter(may('partners')),
    deputies: state.deputies.filter(may('deputies')),
    consultations: EMPTY_STATE.consultations,
  };
}
