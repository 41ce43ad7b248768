import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { campaignId, commandId, courtCode, operationId, unitId, userId } from '../nouns/ids.ts';
import { place, placeInput } from '../telemetry/place.ts';

export const OPERATION_STATES = ['planned', 'assembled', 'underWay', 'onSite', 'concluded', 'calledOff'] as const;
export type OperationState = (typeof OPERATION_STATES)[number];
export const RISKS = ['low', 'medium', 'high'] as const;

const member = { name: z.string().trim().min(1).max(32), userId: userId.nullable(), /** What the person is on this team: 队长, 执行法官, 司法警察 … */ duty: z.string().trim().max(32) };

const teamFacts = {
  /** Stays the same over changes; 1 for the first team. */
  team: z.int().min(1).max(20),
  name: z.string().trim().min(1).max(32),
  unitIds: z.array(unitId).max(32),
  /** Number plates. */
  vehicles: z.array(z.string().trim().min(1).max(16)).max(16),
};
const team = z.object({ ...teamFacts, members: z.array(z.object(member)) });
export type Team = z.infer<typeof team>;

const plan = {
  title: z.string().trim().min(2).max(64),
  campaignId: campaignId.nullable(),
  risk: z.enum(RISKS),
  plannedFrom: z.int(),
  plannedTo: z.int(),
  /** What is to be done, in words. */
  note: z.string().trim().max(2_000),
};
/** Canonical: （2026）闽0203执123号. */
const caseNumbers = z.array(z.string()).max(100);
const facts = { ...plan, caseNumbers, place, teams: z.array(team) };

const stage = z.object({ state: z.enum(OPERATION_STATES), at: z.int(), name: z.string(), reason: z.string().nullable() });

export const operation = z.object({
  operationId,
  courtCode,
  ...facts,
  state: z.enum(OPERATION_STATES),
  /** Each state it came to, oldest first. */
  stages: z.array(stage),
  /** Who said that they are there. */
  checkIns: z.array(z.object({ team: z.int(), name: z.string(), at: z.int() })),
  version: z.int(),
});
export type Operation = z.infer<typeof operation>;

export const operationEvents = {
  'operation.planned': event({ data: z.object(facts) }),
  'operation.changed': event({ data: z.object(facts) }),
  'operation.checkedIn': event({ data: z.object({ team: z.int(), name: z.string() }) }),
  'operation.advanced': event({ data: z.object({ to: z.enum(['assembled', 'underWay', 'onSite']), reason: z.string().nullable() }) }),
  'operation.concluded': event({ data: z.object({ conclusion: z.string() }) }),
  'operation.calledOff': event({ data: z.object({ reason: z.string() }) }),
  'operation.archived': event({ data: z.object({}) }),
};

const reason = z.string().trim().min(2).max(200);
const versioned = { commandId, operationId, expectedVersion: z.int().min(0) };
const input = { ...plan, caseNumbers: z.array(z.string().trim().max(40)).max(100), place: placeInput, teams: z.array(z.strictObject({ ...teamFacts, members: z.array(z.strictObject(member)).max(50) })).max(20) };
const named = ({ teams }: { readonly teams: readonly { readonly unitIds: readonly string[] }[] }) => teams.flatMap(({ unitIds }) => unitIds.map((unit) => ({ unit })));
const aboutOperation = (of: { operationId: string }) => [{ operation: of.operationId }];
const output = z.object({ operation });

export const operationRequests = {
  /** A campaign may be that of a court above. Errors: notFound (campaign), badCaseNumber (params: caseNumber, fault), badPeriod, unitTaken (a unit in two teams). */
  'operation.plan': request({
    needs: 'operations.plan',
    about: (of) => [{ court: of.courtCode }, ...named(of)],
    input: z.strictObject({ commandId, courtCode, ...input }),
    output,
  }),
  /** Replaces the plan; a team whose steps are open stays. Errors: as for operation.plan; notFound, conflict, operationOver, stepsOpen. */
  'operation.change': request({ needs: 'operations.plan', about: (of) => [{ operation: of.operationId }, ...named(of)], input: z.strictObject({ ...versioned, ...input }), output }),
  /** Somebody of a team says that they are there. Errors: notFound, operationOver. */
  'operation.checkIn': request({
    needs: 'operations.work',
    about: aboutOperation,
    input: z.strictObject({ commandId, operationId, team: z.int(), name: z.string().trim().min(1).max(32) }),
    output,
  }),
  /** Forward, one state or several; back only with a reason. Errors: notFound, conflict, operationOver, reasonNeeded. */
  'operation.advance': request({
    needs: 'operations.work',
    about: aboutOperation,
    input: z.strictObject({ ...versioned, to: z.enum(['assembled', 'underWay', 'onSite']), reason: z.string().trim().max(200).nullable() }),
    output,
  }),
  /** Errors: notFound, conflict, operationOver, stepsOpen (params: count). */
  'operation.conclude': request({ needs: 'operations.work', about: aboutOperation, input: z.strictObject({ ...versioned, conclusion: z.string().trim().min(2).max(1_000) }), output }),
  /** Errors: notFound, conflict, operationOver, stepsOpen. */
  'operation.callOff': request({ needs: 'operations.plan', about: aboutOperation, input: z.strictObject({ ...versioned, reason }), output }),
};
