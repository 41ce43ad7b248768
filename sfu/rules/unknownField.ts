/** Path of the first field of `raw` that its parsed form does not have; null when there is none. */
export function unknownField(raw: unknown, parsed: unknown): string | null {
  if (typeof raw !== 'object' || raw === null || typeof parsed !== 'object' || parsed === null) {
    return null;
  }
  const known = new Map<string, unknown>(Object.entries(parsed));
  for (const [key, value] of Object.entries(raw)) {
    if (!known.has(key)) {
      return key;
    }
    const inner = unknownField(value, known.get(key));
    if (inner !== null) {
      return `${key}.${inner}`;
    }
  }
  return null;
}
