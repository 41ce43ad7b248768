export type Layers = { readonly spatialLayer: number; readonly temporalLayer: number };

/** Height of the lowest layer of any simulcast feed, pixels; each further layer doubles it (180, 360, 720, 1440). */
const LOWEST_LAYER_HEIGHT_PX = 180;
/** A layer this much smaller than its tile still looks right, and costs a quarter of the next one. */
const ACCEPTED_SCALE = 0.8;
/** Below these areas (320 × 180, 160 × 90) a tile does with a half or a quarter of the frames. */
const FULL_RATE_AREA_PX = 320 * 180;
const HALF_RATE_AREA_PX = 160 * 90;

/** The cheapest layers that look right in a tile of this size (device pixels); a focused tile gets the best there are. */
export function fittingLayers(options: {
  widthPx: number;
  heightPx: number;
  focused: boolean;
  spatialLayers: number;
  temporalLayers: number;
}): Layers {
  const topSpatial = options.spatialLayers - 1;
  const topTemporal = options.temporalLayers - 1;
  if (options.focused) {
    return { spatialLayer: topSpatial, temporalLayer: topTemporal };
  }
  // The picture is 16:9 inside the tile: a tall tile shows it no higher than its width allows.
  const shownHeightPx = Math.min(options.heightPx, (options.widthPx * 9) / 16);
  let spatialLayer = 0;
  while (spatialLayer < topSpatial && LOWEST_LAYER_HEIGHT_PX * 2 ** spatialLayer < shownHeightPx * ACCEPTED_SCALE) {
    spatialLayer += 1;
  }
  const areaPx = options.widthPx * options.heightPx;
  const dropped = areaPx >= FULL_RATE_AREA_PX ? 0 : areaPx >= HALF_RATE_AREA_PX ? 1 : 2;
  return { spatialLayer, temporalLayer: Math.max(0, topTemporal - dropped) };
}

/** The lower of two, by size first. */
export function lowerLayers(one: Layers, other: Layers): Layers {
  return (one.spatialLayer - other.spatialLayer || one.temporalLayer - other.temporalLayer) <= 0 ? one : other;
}

/** Time between any two switches of one consumer, ms: quicker ones froze video (mediasoup#990). */
const MIN_SWITCH_INTERVAL_MS = 500;
/** A tile has to have grown for this long before it gets more, ms: dragging an edge is no wish. */
const GROWN_FOR_MS = 700;

export type LayerSwitch = {
  readonly current: Layers | null;
  readonly changedAt: number;
  readonly rising: { readonly to: Layers; readonly sinceAt: number } | null;
};

export const NO_LAYERS_YET: LayerSwitch = { current: null, changedAt: 0, rising: null };

/**
 * What to ask for now, given what fits. Less is asked for at once, more when it has fitted for a while; `urgent`
 * (a click on the tile) skips that while. `wakeAt`: when to look again, ms since the epoch; null: nothing is due.
 */
export function switchedLayers(
  state: LayerSwitch,
  options: { target: Layers; urgent: boolean; now: number },
): { state: LayerSwitch; wakeAt: number | null } {
  const { target, urgent, now } = options;
  const { current, changedAt } = state;
  if (current === null) {
    return { state: { current: target, changedAt: now, rising: null }, wakeAt: null };
  }
  const difference = target.spatialLayer - current.spatialLayer || target.temporalLayer - current.temporalLayer;
  if (difference === 0) {
    return { state: { ...state, rising: null }, wakeAt: null };
  }
  const same = state.rising?.to.spatialLayer === target.spatialLayer && state.rising.to.temporalLayer === target.temporalLayer;
  const rising = difference < 0 ? null : same ? state.rising : { to: target, sinceAt: now };
  const dueAt = Math.max(changedAt + MIN_SWITCH_INTERVAL_MS, rising && !urgent ? rising.sinceAt + GROWN_FOR_MS : 0);
  return now >= dueAt
    ? { state: { current: target, changedAt: now, rising: null }, wakeAt: null }
    : { state: { current, changedAt, rising }, wakeAt: dueAt };
}
