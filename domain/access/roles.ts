import type { Capability, Purpose, TokenRole } from '#protocol/capabilities.ts';
import type { Role } from '#protocol/roles.ts';

const SEE: readonly Capability[] = ['hall.follow', 'media.view', 'telemetry.follow', 'people.read'];
/** Of those who work on tasks between courts, and of those who approve them. */
const HANDLE_TASKS: readonly Capability[] = ['tasks.read', 'tasks.handle', 'tasks.personal', 'documents.put'];
const APPROVE_TASKS: readonly Capability[] = ['tasks.read', 'tasks.approve', 'tasks.personal', 'documents.put'];
/** Of those who may be called into a consultation, and of those who may call one. */
const MEET: readonly Capability[] = ['consultations.join'];
const HOLD: readonly Capability[] = [...MEET, 'consultations.hold'];
const STEER: readonly Capability[] = ['wall.edit', 'diagnostics.report', 'diagnostics.read', 'duty.serve', ...MEET];

/** The desk's daily work: operations, alarms, the orders they come to, and the telephone. */
const DISPATCH: readonly Capability[] = ['operations.plan', 'operations.work', 'alarms.handle', 'orders.answer', 'instructions.send', 'calls.take', 'fences.draw', 'tracks.read', 'personal.open', 'units.manage', 'snapshots.take', 'talk.use', ...HANDLE_TASKS, ...HOLD];
const COMMAND: readonly Capability[] = [...DISPATCH, 'operations.sign', 'duty.relieve', 'drills.run', 'wall.command', 'media.grant', ...APPROVE_TASKS];

/** The one table of who may do what. A person's capabilities are those of all their roles together. */
export const CAPABILITIES_OF_ROLE: Record<Role, readonly Capability[]> = {
  commander: [...SEE, ...STEER, ...COMMAND, 'audit.read'],
  dutyLeader: [...SEE, ...STEER, ...COMMAND],
  dutyOfficer: [...SEE, ...STEER, ...DISPATCH],
  dispatcher: [...SEE, ...STEER, ...DISPATCH],
  technician: [...SEE, ...STEER, 'units.manage', 'devices.manage', 'tracks.read'],
  consultationHost: [...SEE, ...HOLD],
  leader: [...SEE, 'operations.sign', ...APPROVE_TASKS, ...HOLD],
  approver: ['hall.follow', 'people.read', ...APPROVE_TASKS, ...MEET],
  teamLeader: [...SEE, 'operations.work', 'instructions.send', 'snapshots.take', 'talk.use', ...HANDLE_TASKS, ...MEET],
  judge: [...SEE, 'operations.plan', 'operations.work', 'instructions.send', 'personal.open', 'snapshots.take', ...HANDLE_TASKS, ...HOLD],
  clerk: ['hall.follow', 'people.read', 'operations.work', ...HANDLE_TASKS, ...MEET],
  bailiff: ['hall.follow', 'telemetry.follow', 'people.read', 'operations.work', 'tasks.read', ...MEET],
  director: ['hall.follow', 'media.view', 'diagnostics.report', 'people.read'],
  presenter: ['hall.follow', 'media.view', 'people.read'],
  broadcastReviewer: ['hall.follow', 'media.view', 'people.read'],
  // A guest's seat comes with the broadcast; until then a witness may sign in and nothing more.
  witness: [],
  auditor: ['hall.follow', 'people.read', 'audit.read', 'audit.export'],
  // Keeps the house, and sees no picture.
  administrator: ['hall.follow', 'people.read', 'people.manage', 'units.manage', 'devices.manage', 'courts.manage', 'diagnostics.read'],
};

/** Roles that one person may not hold together, so that nobody audits what they administer. */
export const EXCLUDING_ROLES: readonly (readonly [Role, Role])[] = [['administrator', 'auditor']];

/** Roles whose holders may hold a duty post. */
export function mayServe(roles: readonly Role[]): boolean {
  return roles.some((role) => CAPABILITIES_OF_ROLE[role].includes('duty.serve'));
}

const OWN: readonly Capability[] = ['session.use', 'password.change'];

/** Connections that are no person's. */
const CAPABILITIES_OF_PURPOSE: Record<Exclude<Purpose, 'desk'>, readonly Capability[]> = {
  unit: ['session.use', 'media.publish', 'talk.use', 'telemetry.send', 'alarms.raise', 'instructions.answer', 'reports.submit'],
  wall: ['session.use', 'hall.follow', 'media.view', 'telemetry.follow', 'wall.show', 'diagnostics.report'],
  observer: ['session.use', 'hall.follow', 'diagnostics.read'],
  operator: ['session.use', 'hall.follow', 'people.read', 'people.manage', 'units.manage', 'devices.manage', 'diagnostics.read', 'drills.run', 'clock.steer'],
};

const PURPOSES_OF: Record<TokenRole, readonly Purpose[]> = {
  unit: ['unit'],
  console: ['wall'],
  observer: ['observer'],
  person: ['desk'],
  operator: ['operator'],
};

/** Whether a token of this role may open a session for this purpose. */
export function mayOpen(role: TokenRole, purpose: Purpose): boolean {
  return PURPOSES_OF[role].includes(purpose);
}

/** What a device's, a unit's or an operator's connection may do. */
export function capabilitiesOfPurpose(purpose: Exclude<Purpose, 'desk'>): readonly Capability[] {
  return CAPABILITIES_OF_PURPOSE[purpose];
}

/** What a person's connection may do. `exercise`: the hall is one, so whoever leads exercises steers its clock, too. */
export function capabilitiesOfPerson(roles: readonly Role[], options: { mustChangePassword: boolean; exercise?: boolean }): Capability[] {
  const held = options.mustChangePassword ? [] : roles.flatMap((role) => CAPABILITIES_OF_ROLE[role]);
  const steering: Capability[] = options.exercise === true && held.includes('drills.run') ? ['clock.steer'] : [];
  return [...new Set([...OWN, ...held, ...steering])];
}
