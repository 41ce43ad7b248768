import { useMemo, useState } from 'react';
import { readLayerChoices, writeLayerChoices, type LayerChoices, type LayerName } from '../model/layers/layerChoices.ts';

const KEY = 'map.layers';

/** Which layers show, remembered on this machine. `view` undefined: there is no page yet. */
export function useLayerChoices(view: Window | undefined): readonly [LayerChoices, (name: LayerName, shown: boolean) => void] {
  const remembered = useMemo(() => readLayerChoices(storageOf(view)?.getItem(KEY) ?? null), [view]);
  const [changed, setChanged] = useState<LayerChoices | null>(null);
  const choices = changed ?? remembered;
  const choose = (name: LayerName, shown: boolean): void => {
    const next = { ...choices, [name]: shown };
    setChanged(next);
    try {
      storageOf(view)?.setItem(KEY, writeLayerChoices(next));
    } catch {
      // A full disk: the choice holds until the window closes.
    }
  };
  return [choices, choose];
}

/** Undefined where the page may not keep anything. */
function storageOf(view: Window | undefined): Storage | undefined {
  try {
    return view?.localStorage;
  } catch {
    return undefined;
  }
}
