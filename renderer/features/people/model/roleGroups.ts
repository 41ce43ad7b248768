import { EXCLUDING_ROLES } from '#domain/access/roles.ts';
import type { Role } from '#protocol/roles.ts';

/** Roles as a form shows them: by what their holders do all day. */
export const ROLE_GROUPS = {
  command: ['commander', 'dutyLeader', 'dutyOfficer', 'dispatcher', 'technician'],
  field: ['teamLeader', 'judge', 'clerk', 'bailiff'],
  meeting: ['consultationHost', 'leader', 'approver'],
  broadcast: ['director', 'presenter', 'broadcastReviewer', 'witness'],
  house: ['administrator', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type RoleGroup = keyof typeof ROLE_GROUPS;
export const ROLE_GROUP_NAMES = Object.keys(ROLE_GROUPS) as RoleGroup[];

/** The role among those held that forbids this one; null when it may be added. */
export function excludingRole(held: readonly Role[], role: Role): Role | null {
  for (const [one, other] of EXCLUDING_ROLES) {
    if (role === one && held.includes(other)) return other;
    if (role === other && held.includes(one)) return one;
  }
  return null;
}
