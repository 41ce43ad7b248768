/** One line of the result: the same quantity in each round, and of the peer in the same round. */
export type Measure = {
  readonly bench: string;
  readonly what: string;
  readonly unit: string;
  /** One value a round. */
  readonly ours: readonly number[];
  /** Null for a quantity that nothing is compared with. `values` stand in the order of the same rounds. */
  readonly peer: { readonly name: string; readonly values: readonly number[] } | null;
};

export type Spread = { readonly median: number; readonly min: number; readonly max: number };

/** Errors: for no values at all. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), min: Math.min(...values), max: Math.max(...values) };
}

/** The ratio is taken within each round, where both met the same machine, and only then summarized. Null without a peer. */
export function ratioOf({ ours, peer }: Measure): Spread | null {
  if (peer === null) {
    return null;
  }
  const ratios = ours.flatMap((value, round) => {
    const other = peer.values[round];
    return other === undefined || other === 0 ? [] : [value / other];
  });
  return ratios.length === 0 ? null : spreadOf(ratios);
}

/** Linear between neighbours; `share` from 0 to 1. Errors: for no values at all. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) {
    throw new Error('nothing was measured');
  }
  return below + (above - below) * (at - Math.floor(at));
}
