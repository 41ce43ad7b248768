import type { GeoJSONSource, Map as BaseMap } from 'maplibre-gl';
import type { LayerChoices } from '../../model/layers/layerChoices.ts';
import type { MapChosen, MapContent } from '../../model/mapItems.ts';
import { fenceFeatures, placeFeatures } from '../../model/places/placeFeatures.ts';
import { createPlaceIcons } from '../../model/places/placeIcons.ts';
import { FENCE_SOURCE, lowerPlaceLayers, PLACE_SOURCE, upperPlaceLayers } from '../../model/places/placeStyle.ts';

export type PlaceScene = { readonly content: MapContent; readonly layers: LayerChoices; readonly chosen: MapChosen };

/** Courts, operations and fences: they seldom change, so the basemap itself draws them and a moving unit does not. */
export class PlaceLayers {
  readonly #map: BaseMap;
  #scene: PlaceScene;
  #ready = false;

  private constructor(options: { readonly map: BaseMap; readonly scene: PlaceScene; readonly pixelRatio: number; readonly scale: number }) {
    const { map, scene, pixelRatio, scale } = options;
    this.#map = map;
    this.#scene = scene;
    map.once('load', () => {
      createPlaceIcons({ pixelRatio, scale }).forEach((image, icon) => map.addImage(icon, image, { pixelRatio }));
      for (const source of [FENCE_SOURCE, PLACE_SOURCE]) {
        map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
      }
      const firstNames = map.getStyle().layers.find(({ type }) => type === 'symbol')?.id;
      lowerPlaceLayers(scale).forEach((layer) => map.addLayer(layer, firstNames));
      upperPlaceLayers(scale).forEach((layer) => map.addLayer(layer));
      this.#ready = true;
      this.show(this.#scene);
    });
  }

  static create(options: { readonly map: BaseMap; readonly scene: PlaceScene; readonly pixelRatio: number; readonly scale: number }): PlaceLayers {
    return new PlaceLayers(options);
  }

  show(scene: PlaceScene): void {
    this.#scene = scene;
    if (this.#ready) {
      const { content, layers, chosen } = scene;
      void this.#map.getSource<GeoJSONSource>(FENCE_SOURCE)?.setData(fenceFeatures(content, layers, chosen));
      void this.#map.getSource<GeoJSONSource>(PLACE_SOURCE)?.setData(placeFeatures(content, layers, chosen));
    }
  }
}
