/** Numbers that come again with the same seed (mulberry32): a run that found something can be run again. */
export type Random = {
  /** From 0 up to 1. */
  fraction(): number;
  between(least: number, most: number): number;
  one<Item>(items: readonly Item[]): Item;
};

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    fraction,
    between: (least, most) => least + fraction() * (most - least),
    one: (items) => {
      const item = items[Math.floor(fraction() * items.length)];
      if (item === undefined) {
        throw new Error('there is nothing to choose from');
      }
      return item;
    },
  };
}
