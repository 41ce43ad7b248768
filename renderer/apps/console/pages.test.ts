import { describe, expect, it } from 'vitest';
import { capabilitiesOfPerson } from '#domain/access/roles.ts';
import { ROLES, type Role } from '#protocol/roles.ts';
import { landingPage, pageOfPress, pagesFor } from './pages.ts';

const pagesOf = (...roles: Role[]) => pagesFor(capabilitiesOfPerson(roles, { mustChangePassword: false }));

describe('the pages of a role', () => {
  it.each([
    ['commander', ['desk', 'duty', 'courts', 'admin', 'audit']],
    ['dispatcher', ['desk', 'duty', 'courts', 'admin']],
    ['leader', ['desk', 'duty', 'courts']],
    ['bailiff', ['duty', 'courts']],
    ['clerk', ['duty', 'courts']],
    ['administrator', ['duty', 'courts', 'admin']],
    ['auditor', ['duty', 'courts', 'audit']],
    ['witness', []],
  ] as const)('%s has %o', (role, pages) => {
    expect(pagesOf(role)).toEqual(pages);
  });

  it.each([['commander', 'desk'], ['administrator', 'admin'], ['auditor', 'audit'], ['clerk', 'duty'], ['witness', undefined]] as const)('%s begins at %s', (role, page) => {
    expect(landingPage(pagesOf(role))).toBe(page);
  });

  it('are nothing before the password was changed, whatever the role', () => {
    for (const role of ROLES) {
      expect(pagesFor(capabilitiesOfPerson([role], { mustChangePassword: true }))).toEqual([]);
    }
  });
});

describe('the key of a page', () => {
  const press = { key: '2', ctrlKey: true, altKey: false, shiftKey: false, metaKey: false };
  it('counts the tabs that are there', () => {
    expect(pageOfPress(press, ['duty', 'audit'])).toBe('audit');
    expect(pageOfPress({ ...press, key: '3' }, ['duty', 'audit'])).toBeNull();
    expect(pageOfPress({ ...press, key: '0' }, ['duty'])).toBeNull();
  });

  it('leaves digits alone, and with them the grids of the wall', () => {
    expect(pageOfPress({ ...press, ctrlKey: false }, ['duty', 'audit'])).toBeNull();
    expect(pageOfPress({ ...press, altKey: true }, ['duty', 'audit'])).toBeNull();
  });
});
