/** Texts that begin with this, as a range by bytes: `low` included, `high` not. */
export function prefixRange(prefix: string): { readonly low: string; readonly high: string } {
  // The last character of Unicode is none that anyone writes.
  return { low: prefix, high: `${prefix}\u{10FFFF}` };
}
