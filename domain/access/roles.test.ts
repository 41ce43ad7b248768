import { describe, expect, it } from 'vitest';
import { CAPABILITIES, PURPOSES, TOKEN_ROLES, type Capability } from '#protocol/capabilities.ts';
import { requests } from '#protocol/contract.ts';
import { ROLES, type Role } from '#protocol/roles.ts';
import { CAPABILITIES_OF_ROLE, capabilitiesOfPerson, capabilitiesOfPurpose, EXCLUDING_ROLES, mayOpen, mayServe } from './roles.ts';

const holders = (capability: Capability): Role[] => ROLES.filter((role) => CAPABILITIES_OF_ROLE[role].includes(capability));
const may = (roles: readonly Role[]) => capabilitiesOfPerson(roles, { mustChangePassword: false });

/** The people of a hall, by what a court calls them. */
const PEOPLE: Record<string, Role> = {
  指挥长: 'commander',
  值班领导: 'dutyLeader',
  '值班员(执行岗)': 'dutyOfficer',
  技术保障岗: 'technician',
  调度员: 'dispatcher',
  会商主持人: 'consultationHost',
  参会领导: 'leader',
  审批人: 'approver',
  外勤队长: 'teamLeader',
  执行法官: 'judge',
  '法官助理、书记员': 'clerk',
  司法警察: 'bailiff',
  导播: 'director',
  '主持人(解说)': 'presenter',
  直播审核员: 'broadcastReviewer',
  见证人: 'witness',
  审计员: 'auditor',
  系统管理员: 'administrator',
};

describe('the table of roles', () => {
  it('has everyone who works in a hall, each once', () => {
    expect(Object.values(PEOPLE)).toEqual([...ROLES]);
    expect(Object.keys(CAPABILITIES_OF_ROLE)).toEqual(expect.arrayContaining([...ROLES]));
  });

  it.each<[Capability, Role[]]>([
    ['people.manage', ['administrator']],
    ['courts.manage', ['administrator']],
    ['devices.manage', ['technician', 'administrator']],
    ['units.manage', ['commander', 'dutyLeader', 'dutyOfficer', 'technician', 'dispatcher', 'administrator']],
    ['personal.open', ['commander', 'dutyLeader', 'dutyOfficer', 'dispatcher', 'judge']],
    ['operations.plan', ['commander', 'dutyLeader', 'dutyOfficer', 'dispatcher', 'judge']],
    ['operations.work', ['commander', 'dutyLeader', 'dutyOfficer', 'dispatcher', 'teamLeader', 'judge', 'clerk', 'bailiff']],
    // A signature is a leader's.
    ['operations.sign', ['commander', 'dutyLeader', 'leader']],
    ['alarms.handle', ['commander', 'dutyLeader', 'dutyOfficer', 'dispatcher']],
    ['instructions.send', ['commander', 'dutyLeader', 'dutyOfficer', 'dispatcher', 'teamLeader', 'judge']],
    ['calls.take', ['commander', 'dutyLeader', 'dutyOfficer', 'dispatcher']],
    ['tracks.read', ['commander', 'dutyLeader', 'dutyOfficer', 'technician', 'dispatcher']],
    ['drills.run', ['commander', 'dutyLeader']],
    // What leaves the hall is a leader's decision.
    ['media.grant', ['commander', 'dutyLeader']],
    ['duty.serve', ['commander', 'dutyLeader', 'dutyOfficer', 'technician', 'dispatcher']],
    ['duty.relieve', ['commander', 'dutyLeader']],
    ['wall.edit', ['commander', 'dutyLeader', 'dutyOfficer', 'technician', 'dispatcher']],
    ['wall.command', ['commander', 'dutyLeader']],
    // Nobody keeps what they may not see.
    ['snapshots.take', ['commander', 'dutyLeader', 'dutyOfficer', 'dispatcher', 'teamLeader', 'judge']],
    ['audit.read', ['commander', 'auditor']],
    ['audit.export', ['auditor']],
    // A device's, never a person's.
    ['media.publish', []],
    ['telemetry.send', []],
    ['alarms.raise', []],
    ['wall.show', []],
  ])('gives %s to %j alone', (capability, roles) => {
    expect(holders(capability)).toEqual(roles);
  });

  it('shows no picture to those who keep the house, audit it, or only sign papers', () => {
    expect(ROLES.filter((role) => !holders('media.view').includes(role))).toEqual(['approver', 'clerk', 'bailiff', 'witness', 'auditor', 'administrator']);
  });

  it('lets a witness sign in and nothing more', () => {
    expect(may(['witness'])).toEqual(['session.use', 'password.change']);
  });

  it('gives nobody but persons the right to export, and no machine an eye on people', () => {
    for (const purpose of PURPOSES.filter((name) => name !== 'desk')) {
      expect(capabilitiesOfPurpose(purpose)).not.toContain('audit.export');
    }
    expect(capabilitiesOfPurpose('wall')).not.toContain('people.read');
    expect(capabilitiesOfPurpose('unit')).toEqual(['session.use', 'media.publish', 'talk.use', 'telemetry.send', 'alarms.raise', 'instructions.answer', 'reports.submit']);
  });

  it('keeps auditors and administrators apart', () => {
    expect(EXCLUDING_ROLES).toEqual([['administrator', 'auditor']]);
    const both = CAPABILITIES_OF_ROLE.auditor.filter((capability) => CAPABILITIES_OF_ROLE.administrator.includes(capability));
    expect(both).not.toContain('audit.read');
  });

  it('adds up what several roles may, each once, and nothing at all before a one-time password is changed', () => {
    const held = may(['judge', 'auditor']);
    expect(held).toEqual(expect.arrayContaining(['media.view', 'audit.export']));
    expect(new Set(held).size).toBe(held.length);
    expect(capabilitiesOfPerson(['commander', 'administrator'], { mustChangePassword: true })).toEqual(['session.use', 'password.change']);
  });

  it('has a holder for every capability, and every capability guards something', () => {
    const held = new Set([...ROLES.flatMap((role) => may([role])), ...PURPOSES.filter((name) => name !== 'desk').flatMap(capabilitiesOfPurpose)]);
    expect(CAPABILITIES.filter((capability) => !held.has(capability))).toEqual([]);
    const guards = new Set<unknown>(Object.values(requests).map(({ needs }) => needs));
    // These guard no request: a unit's binary frames, the baton in another's hand, and the audience of the register of people.
    expect(CAPABILITIES.filter((capability) => !guards.has(capability))).toEqual(['telemetry.send', 'wall.command', 'people.read']);
  });

  it('opens each kind of token to one purpose', () => {
    const opened = TOKEN_ROLES.map((role) => [role, PURPOSES.filter((purpose) => mayOpen(role, purpose))]);
    expect(opened).toEqual([
      ['unit', ['unit']],
      ['console', ['wall']],
      ['observer', ['observer']],
      ['person', ['desk']],
      ['operator', ['operator']],
    ]);
  });

  it('lets serve who holds at least one role that may', () => {
    expect(mayServe(['witness', 'technician'])).toBe(true);
    expect(mayServe(['leader', 'judge', 'administrator'])).toBe(false);
    expect(mayServe([])).toBe(false);
  });
});
