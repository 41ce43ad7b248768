import type { RequestInput } from '#protocol/contract.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { peopleRequests, type User } from '#protocol/nouns/people.ts';
import type { Role } from '#protocol/roles.ts';

export type PersonForm = {
  readonly username: string;
  readonly name: string;
  readonly courtCode: CourtCode | null;
  readonly roles: readonly Role[];
  /** Empty: none. Only asked for a new account. */
  readonly phone: string;
};
export type PersonField = keyof PersonForm;
export type NewPerson = Omit<RequestInput<'user.create'>, 'commandId'>;

const FIELDS: readonly PersonField[] = ['username', 'name', 'courtCode', 'roles', 'phone'];
// The form is read by the very schema that the hall reads it by; the id is the attempt's own.
const ANY_COMMAND = '0190a0b0-0000-7000-8000-000000000000';

export function personForm(user: User | null, courtCode: CourtCode | null): PersonForm {
  return { username: user?.username ?? '', name: user?.name ?? '', courtCode: user?.courtCode ?? courtCode, roles: user?.roles ?? [], phone: '' };
}

/** The account that the form says, or the fields that are wrong. */
export function readPersonForm(form: PersonForm): { person: NewPerson } | { wrong: PersonField[] } {
  const phone = phoneOf(form.phone);
  const read = peopleRequests['user.create'].input.safeParse({ commandId: ANY_COMMAND, ...form, phone });
  if (!read.success) {
    const paths = new Set(read.error.issues.map((issue) => issue.path[0]));
    return { wrong: FIELDS.filter((field) => paths.has(field)) };
  }
  const { username, name, courtCode, roles } = read.data;
  return { person: { username, name, courtCode, roles, phone: read.data.phone } };
}

/** A phone number as typed: null when it is left empty, undefined when it is none. */
export function readPhone(text: string): string | null | undefined {
  const phone = phoneOf(text);
  const read = peopleRequests['user.create'].input.safeParse({ commandId: ANY_COMMAND, username: 'abc', name: 'a', courtCode: '闽', roles: ['judge'], phone });
  return read.success ? read.data.phone : undefined;
}

function phoneOf(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
