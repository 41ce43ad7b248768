import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAPABILITIES_OF_ROLE } from '#domain/access/roles.ts';
import { CAPABILITIES } from '#protocol/capabilities.ts';
import { notices, requests } from '#protocol/contract.ts';
import { ERROR_CODES } from '#protocol/errors.ts';
import { events } from '#protocol/events.ts';
import { ROLES } from '#protocol/roles.ts';
import { CLIENT_TYPES, writeClientTypes } from '../../scripts/docs/clientTypes.ts';
import { GENERATED_PAGES } from '../../scripts/docs/pages.ts';

const read = (file: string) => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');

it.each(GENERATED_PAGES)('$file says what its source says (mend with `npm run docs`)', ({ file, write }) => {
  expect(read(file)).toBe(write());
});

it(`${CLIENT_TYPES} is what a stranger's tool makes of docs/openapi.json`, async () => {
  expect(read(CLIENT_TYPES)).toBe(await writeClientTypes());
});

describe('docs/protocol.md', () => {
  const page = read('docs/protocol.md');
  const rowOf = (name: string) => page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))?.split('|').slice(2, -1).map((cell) => cell.trim());

  it('has a heading for every request, notice and event, and a row for every error', () => {
    const headings = Array.from(page.matchAll(/^### `(.+)`$/gm), ([, name]) => name);
    expect(headings).toEqual([...Object.keys(requests), ...Object.keys(notices), ...Object.keys(events)]);
    expect(Object.keys(ERROR_CODES).filter((code) => rowOf(code) === undefined)).toEqual([]);
  });

  it('says of every role what it may, as the table of roles does', () => {
    for (const capability of CAPABILITIES.filter((name) => name !== 'session.use' && name !== 'password.change')) {
      const marked = ROLES.filter((_role, index) => rowOf(capability)?.[index] === '●');
      expect([capability, marked]).toEqual([capability, ROLES.filter((role) => CAPABILITIES_OF_ROLE[role].includes(capability))]);
    }
  });

  it('says who receives an event', () => {
    const receivers = (name: string) => page.slice(page.indexOf(`### \`${name}\``)).split('\n')[2];
    expect(receivers('court.changed')).toBe('Received by sessions with `hall.follow` of every court.');
    expect(receivers('personal.opened')).toBe('Received by sessions with `audit.read` of its court and those above.');
    expect(receivers('device.revoked')).toBe('Received by sessions with `devices.manage` of its court and those above.');
  });
});
