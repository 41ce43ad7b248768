/** Layers that a dispatcher may hide, in the order of the menu. Units are always there, and so are urgent alarms. */
export const LAYERS = ['courts', 'operations', 'fences', 'alarms', 'trails', 'names', 'clusters'] as const;
export type LayerName = (typeof LAYERS)[number];
export type LayerChoices = Readonly<Record<LayerName, boolean>>;

export const allLayers: LayerChoices = { courts: true, operations: true, fences: true, alarms: true, trails: true, names: true, clusters: true };

/** What was remembered; whatever of it cannot be read is shown. */
export function readLayerChoices(text: string | null): LayerChoices {
  let remembered: unknown;
  try {
    remembered = JSON.parse(text ?? 'null');
  } catch {
    return allLayers;
  }
  if (typeof remembered !== 'object' || remembered === null) {
    return allLayers;
  }
  const hidden = new Map(Object.entries(remembered).filter(([, shown]) => shown === false));
  return { ...allLayers, ...Object.fromEntries(LAYERS.filter((name) => hidden.has(name)).map((name) => [name, false])) };
}

export const writeLayerChoices = (choices: LayerChoices): string => JSON.stringify(choices);
