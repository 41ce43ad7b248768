import { passwordFault, type PasswordFault } from '#domain/people/passwordRule.ts';

export type PasswordForm = { readonly present: string; readonly next: string; readonly repeat: string };
export type PasswordFormFault = { readonly field: 'present' | 'next' | 'repeat'; readonly fault: PasswordFault | 'missing' | 'differs' };

/** In the order in which a person would be told. */
export const PASSWORD_RULES = ['short', 'plain', 'name', 'common', 'same'] as const satisfies readonly PasswordFault[];

/** The first thing to mend; null when the hall may be asked. */
export function passwordFormFault(form: PasswordForm, username: string): PasswordFormFault | null {
  if (form.present === '') {
    return { field: 'present', fault: 'missing' };
  }
  const fault = passwordFault(form.next, { username, present: form.present });
  if (fault !== null) {
    return { field: 'next', fault };
  }
  return form.next === form.repeat ? null : { field: 'repeat', fault: 'differs' };
}

/** What the hall said a weak password lacks. */
export function faultOf(reason: unknown): PasswordFault | null {
  return PASSWORD_RULES.find((rule) => rule === reason) ?? null;
}
