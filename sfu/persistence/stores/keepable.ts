/** PostgreSQL refuses text with a NUL, and one client's odd name must not spoil what is written together with it. */
export function keepable(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}');
}
