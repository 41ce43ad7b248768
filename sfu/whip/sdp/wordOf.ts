/** A word of a description. The parser makes numbers of whatever looks like one, whatever its types say; what is no word at all is empty. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
