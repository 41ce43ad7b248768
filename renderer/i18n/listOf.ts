/** Names one after the other, as the language writes lists. */
export function listOf(names: readonly string[], locale: string): string {
  return names.join(locale === 'en' ? ', ' : '、');
}
