import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CAPABILITIES, PURPOSES, type Capability } from '#protocol/capabilities.ts';
import { ROLES, type Role } from '#protocol/roles.ts';
import { CAPABILITIES_OF_ROLE, capabilitiesOfPerson, capabilitiesOfPurpose, EXCLUDING_ROLES } from '#domain/access/roles.ts';
import { rows } from './schemaTable.ts';

/** Capabilities against the roles of people and the purposes of other connections. */
export function accessPart(): string[] {
  const words = roleNames();
  const own = capabilitiesOfPerson([], { mustChangePassword: false });
  const machines = PURPOSES.filter((purpose) => purpose !== 'desk');
  const columns = [...ROLES.map((role) => CAPABILITIES_OF_ROLE[role]), ...machines.map(capabilitiesOfPurpose)];
  const held = (capability: Capability) => columns.map((column, index) => (column.includes(capability) || (index < ROLES.length && own.includes(capability)) ? '●' : ''));
  return [
    'A person may do what any of their roles may, in their own court and in those below it. Connections of machines have the rights of their purpose (last columns).',
    rows(['', ...ROLES.map((role) => words[role]), ...machines.map((purpose) => `\`${purpose}\``)], CAPABILITIES.map((capability) => [`\`${capability}\``, ...held(capability)])),
    `Nobody may be both ${EXCLUDING_ROLES.map((pair) => pair.map((role) => words[role]).join(' and ')).join(', or ')}.`,
  ];
}

function roleNames(): Record<Role, string> {
  return JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../assets/locales/zh-CN/roles.json'), 'utf8')) as Record<Role, string>;
}
