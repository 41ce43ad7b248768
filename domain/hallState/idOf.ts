/** What follows the noun of a subject: `unit/0190…` → `0190…`. */
export function idOf(subject: string): string {
  return subject.slice(subject.indexOf('/') + 1);
}
