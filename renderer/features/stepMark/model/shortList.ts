const MOST = 3;
const SHOWN = 2;

/** Three names at most stand whole; of more the first two, so that a tile still says what they are. */
export function shortList(names: readonly string[]): { readonly shown: readonly string[]; readonly more: number } {
  const shown = names.length <= MOST ? names : names.slice(0, SHOWN);
  return { shown, more: names.length - shown.length };
}
