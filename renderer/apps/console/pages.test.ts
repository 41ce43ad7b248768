import { describe, expect, it } from 'vitest';
import { capabilitiesOfPerson } from '#domain/access/roles.ts';
import { ROLES, type Role } from '#protocol/roles.ts';
import { landingPage, pagesFor } from './pages.ts';

const pagesOf = (...roles: Role[]) => pagesFor(capabilitiesOfPerson(roles, { mustChangePassword: false }));

describe('the pages of a role', () => {
  it.each([
    ['commander', ['desk', 'operations', 'tasks', 'approval', 'consultation', 'duty', 'courts', 'admin', 'audit', 'diagnostics']],
    ['dispatcher', ['desk', 'operations', 'tasks', 'consultation', 'duty', 'courts', 'admin', 'diagnostics']],
    ['leader', ['desk', 'operations', 'tasks', 'approval', 'consultation', 'duty', 'courts']],
    ['approver', ['tasks', 'approval', 'consultation', 'duty', 'courts']],
    ['bailiff', ['operations', 'tasks', 'consultation', 'duty', 'courts']],
    ['clerk', ['operations', 'tasks', 'consultation', 'duty', 'courts']],
    ['administrator', ['duty', 'courts', 'admin', 'diagnostics']],
    ['auditor', ['duty', 'courts', 'audit']],
    ['witness', []],
  ] as const)('%s has %o', (role, pages) => {
    expect(pagesOf(role)).toEqual(pages);
  });

  it('of whoever leads exercises has one for them, in an exercise hall alone', () => {
    const pages = (role: Role, exercise: boolean) => pagesFor(capabilitiesOfPerson([role], { mustChangePassword: false, exercise }));
    expect(pages('dutyLeader', true)).toContain('drill');
    expect(pages('dutyLeader', false)).not.toContain('drill');
    expect(pages('dispatcher', true)).not.toContain('drill');
  });

  it.each([['commander', 'desk'], ['approver', 'approval'], ['administrator', 'admin'], ['auditor', 'audit'], ['clerk', 'tasks'], ['witness', undefined]] as const)('%s begins at %s', (role, page) => {
    expect(landingPage(pagesOf(role))).toBe(page);
  });

  it('are nothing before the password was changed, whatever the role', () => {
    for (const role of ROLES) {
      expect(pagesFor(capabilitiesOfPerson([role], { mustChangePassword: true }))).toEqual([]);
    }
  });
});
