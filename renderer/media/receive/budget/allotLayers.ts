import type { Layers } from '../layerPolicy.ts';

/** A picture that asks for its share of a budget. */
export type Bid<Key> = {
  readonly key: Key;
  /** What would look right; it is never given more. */
  readonly wanted: Layers;
  readonly spatialLayers: number;
  readonly temporalLayers: number;
  /** Spoken of, or taken by an alarm: lowered after all others. */
  readonly focused: boolean;
  /** Device pixels. */
  readonly areaPx: number;
};

export type Share = { readonly layers: Layers; readonly kbit: number };
export type Allotment<Key> = { readonly shares: ReadonlyMap<Key, Share>; readonly totalKbit: number; readonly kept: boolean };

/** What whole spatial layers usually take, kbit/s, by how many a camera sends: the most its encoder is allowed. */
const SPATIAL_KBIT: readonly (readonly number[])[] = [[1_500], [200, 800], [200, 800, 1_800], [200, 800, 1_800, 3_000]];
/** Share of the frames' bytes up to this temporal layer, by how many there are. */
const TEMPORAL_SHARE: readonly (readonly number[])[] = [[1], [0.6, 1], [0.45, 0.7, 1], [0.35, 0.5, 0.75, 1]];

/** What these layers take by the book, kbit/s. */
export function nominalKbit(options: { spatialLayers: number; temporalLayers: number; layers: Layers }): number {
  const { layers, spatialLayers, temporalLayers } = options;
  const spatial = SPATIAL_KBIT[Math.min(spatialLayers, SPATIAL_KBIT.length) - 1] ?? [1_500];
  const temporal = TEMPORAL_SHARE[Math.min(temporalLayers, TEMPORAL_SHARE.length) - 1] ?? [1];
  return (spatial[layers.spatialLayer] ?? spatial.at(-1) ?? 0) * (temporal[layers.temporalLayer] ?? 1);
}

/**
 * Shares a budget among pictures: the least important are lowered first, step by step and together with their equals, and
 * none below its lowest layer; `kept` is false where even that is too much. The order of the steps does not depend on the
 * budget: more budget never gives a picture less. `factor`: what layers really take, in parts of the book's figure.
 */
export function allotLayers<Key>(options: { bids: readonly Bid<Key>[]; budgetKbit: number; factor: number }): Allotment<Key> {
  const { budgetKbit, factor } = options;
  const ladders = options.bids.map((bid) => ({ bid, rank: rankOf(bid), at: 0, rungs: rungsOf(bid, factor) }));
  const kbitAt = ({ rungs, at }: (typeof ladders)[number]) => rungs[at]?.kbit ?? 0;
  let totalKbit = ladders.reduce((sum, ladder) => sum + kbitAt(ladder), 0);
  while (totalKbit > budgetKbit) {
    const low = ladders.filter(({ at, rungs }) => at < rungs.length - 1);
    const rank = Math.min(...low.map((ladder) => ladder.rank));
    const next = low.filter((ladder) => ladder.rank === rank).reduce<(typeof ladders)[number] | null>((most, ladder) => (most === null || kbitAt(ladder) > kbitAt(most) ? ladder : most), null);
    if (next === null) {
      break;
    }
    const before = kbitAt(next);
    next.at += 1;
    totalKbit += kbitAt(next) - before;
  }
  return {
    shares: new Map(ladders.flatMap(({ bid, rungs, at }) => (rungs[at] ? [[bid.key, rungs[at]] as const] : []))),
    totalKbit,
    kept: totalKbit <= budgetKbit,
  };
}

/** Pictures of about one size are equals: twice the area is more important. */
function rankOf({ focused, areaPx }: Bid<unknown>): number {
  return focused ? Number.MAX_SAFE_INTEGER : Math.floor(Math.log2(Math.max(1, areaPx)));
}

/** From what is wanted down to the lowest: some frames fewer, then half the size, and at the lowest size ever fewer frames. */
function rungsOf({ wanted, spatialLayers, temporalLayers }: Bid<unknown>, factor: number): Share[] {
  const rungs: Layers[] = [];
  for (let spatialLayer = wanted.spatialLayer; spatialLayer >= 0; spatialLayer -= 1) {
    const lowest = spatialLayer === 0 ? 0 : Math.max(0, wanted.temporalLayer - 1);
    for (let temporalLayer = wanted.temporalLayer; temporalLayer >= lowest; temporalLayer -= 1) {
      rungs.push({ spatialLayer, temporalLayer });
    }
  }
  return rungs.map((layers) => ({ layers, kbit: factor * nominalKbit({ spatialLayers, temporalLayers, layers }) }));
}
