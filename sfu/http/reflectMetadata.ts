/**
 * The part of the Reflect metadata API that `@peculiar/x509` asks for through its injection container.
 * Import this before that library. Does nothing where a full polyfill is loaded already.
 */
type Target = object;

const store = new WeakMap<Target, Map<unknown, unknown>>();

function getOwnMetadata(key: unknown, target: Target): unknown {
  return store.get(target)?.get(key);
}

function getMetadata(key: unknown, target: Target): unknown {
  for (let at: Target | null = target; at !== null; at = Object.getPrototypeOf(at) as Target | null) {
    if (store.get(at)?.has(key) === true) {
      return getOwnMetadata(key, at);
    }
  }
  return undefined;
}

function defineMetadata(key: unknown, value: unknown, target: Target): void {
  const own = store.get(target) ?? new Map<unknown, unknown>();
  store.set(target, own.set(key, value));
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, { getMetadata, getOwnMetadata, defineMetadata });
}
