/** Whether two records of plain data say the same; used to leave what did not change the same object. */
export function sameRecord(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) {
    return true;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) {
    return false;
  }
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameRecord((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]))
  );
}

/**
 * The map with these keys read anew; `read` gives undefined for what is not there (any more). The same map if nothing
 * changed, and the same record wherever it says the same.
 */
export function reread<Key, Value>(map: ReadonlyMap<Key, Value>, keys: Iterable<Key>, read: (key: Key) => Value | undefined): ReadonlyMap<Key, Value> {
  let changed: Map<Key, Value> | null = null;
  for (const key of keys) {
    const before = map.get(key);
    const after = read(key);
    if (sameRecord(before, after)) {
      continue;
    }
    changed ??= new Map(map);
    if (after === undefined) {
      changed.delete(key);
    } else {
      changed.set(key, after);
    }
  }
  return changed ?? map;
}
