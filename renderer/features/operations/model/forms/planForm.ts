import type { Position } from '#domain/geodesy/datum.ts';
import type { CampaignId, CourtCode, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { RequestInput } from '#protocol/contract.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { User } from '#protocol/nouns/people.ts';
import { parsePosition } from '../../../../ui/form/parsePosition.ts';
import { fieldOf, timeOf } from './beijingField.ts';
import { readCaseLines, type CaseLineOptions } from './caseLines.ts';

export type TeamDraft = {
  /** Stays the same over changes. */
  readonly team: number;
  readonly name: string;
  /** One a line: name, then what they are there. */
  readonly members: string;
  readonly unitIds: readonly UnitId[];
  readonly vehicles: readonly string[];
};
/** The fields of a plan, as typed. */
export type PlanDraft = {
  readonly courtCode: CourtCode;
  readonly title: string;
  readonly campaignId: CampaignId | null;
  readonly risk: Operation['risk'];
  readonly from: string;
  readonly to: string;
  readonly place: string;
  readonly coordinates: string;
  readonly cases: string;
  readonly note: string;
  readonly teams: readonly TeamDraft[];
};
export type PlanFault = 'title' | 'period' | 'coordinates' | 'cases' | 'teams';
export type PlanInput = Omit<RequestInput<'operation.plan'>, 'commandId' | 'courtCode'>;

const HOUR_MS = 3_600_000;
const USUAL_HOURS = 8;

/** A new plan: from the next full hour, with one team. */
type PlanStart = { readonly courtCode: CourtCode; readonly at: number; readonly teamName: string; /** Chosen on the map. */ readonly position?: Position };

export function newPlan({ courtCode, at, teamName, position }: PlanStart): PlanDraft {
  const from = Math.ceil(at / HOUR_MS) * HOUR_MS;
  return { courtCode, title: '', campaignId: null, risk: 'medium', from: fieldOf(from), to: fieldOf(from + USUAL_HOURS * HOUR_MS), place: '', coordinates: position === undefined ? '' : position.map((degrees) => degrees.toFixed(5)).join(', '), cases: '', note: '', teams: [newTeam([], teamName)] };
}

export function newTeam(teams: readonly TeamDraft[], name: string): TeamDraft {
  return { team: Math.max(0, ...teams.map(({ team }) => team)) + 1, name, members: '', unitIds: [], vehicles: [] };
}

export function draftOfPlan(operation: Operation): PlanDraft {
  const { position } = operation.place;
  return {
    courtCode: operation.courtCode,
    title: operation.title,
    campaignId: operation.campaignId,
    risk: operation.risk,
    from: fieldOf(operation.plannedFrom),
    to: fieldOf(operation.plannedTo),
    place: operation.place.name,
    coordinates: position === null ? '' : `${position.longitudeDeg}, ${position.latitudeDeg}`,
    cases: operation.caseNumbers.join('\n'),
    note: operation.note,
    teams: operation.teams.map(({ team, name, members, unitIds, vehicles }) => ({ team, name, members: members.map((member) => [member.name, member.duty].filter((part) => part !== '').join(' ')).join('\n'), unitIds, vehicles })),
  };
}

/** People of the court by name, so that a member who has an account is that account. */
export type Staff = Iterable<Pick<User, 'userId' | 'name' | 'courtCode' | 'state'>>;

/** The request of a plan, or what is wrong with it. */
export function readPlan(draft: PlanDraft, { staff, ...cases }: CaseLineOptions & { readonly staff: Staff }): { readonly input: PlanInput | null; readonly faults: ReadonlySet<PlanFault> } {
  const faults = new Set<PlanFault>();
  const from = timeOf(draft.from);
  const to = timeOf(draft.to);
  const position = parsePosition(draft.coordinates);
  const lines = readCaseLines(draft.cases, cases);
  if (draft.title.trim().length < 2) faults.add('title');
  if (from === null || to === null || to <= from) faults.add('period');
  if (position === undefined) faults.add('coordinates');
  if (lines.some((line) => 'fault' in line)) faults.add('cases');
  if (draft.teams.some(({ name }) => name.trim() === '')) faults.add('teams');
  if (faults.size > 0 || from === null || to === null || position === undefined) {
    return { input: null, faults };
  }
  const people = peopleByName(staff, draft.courtCode);
  return {
    faults,
    input: {
      title: draft.title.trim(),
      campaignId: draft.campaignId,
      risk: draft.risk,
      plannedFrom: from,
      plannedTo: to,
      note: draft.note.trim(),
      caseNumbers: [...new Set(lines.flatMap((line) => ('canonical' in line ? [line.canonical] : [])))],
      place: { name: draft.place.trim(), position },
      teams: draft.teams.map(({ team, name, members, unitIds, vehicles }) => ({ team, name: name.trim(), unitIds: [...unitIds], vehicles: vehicles.map((plate) => plate.trim()).filter((plate) => plate !== ''), members: readMembers(members, people) })),
    },
  };
}

function readMembers(text: string, people: ReadonlyMap<string, UserId>): PlanInput['teams'][number]['members'] {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.map((line) => {
    const [name = '', ...rest] = line.split(/[\s,，、:：]+/u);
    return { name: name.slice(0, 32), userId: people.get(name) ?? null, duty: rest.join(' ').slice(0, 32) };
  });
}

/** A name that two people bear is nobody's. */
function peopleByName(staff: Staff, courtCode: CourtCode): Map<string, UserId> {
  const people = new Map<string, UserId>();
  const twice = new Set<string>();
  for (const { userId, name, courtCode: court, state } of staff) {
    if (state === 'active' && court === courtCode) {
      if (people.has(name)) twice.add(name);
      people.set(name, userId);
    }
  }
  twice.forEach((name) => people.delete(name));
  return people;
}
