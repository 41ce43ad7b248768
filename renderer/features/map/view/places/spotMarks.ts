import type { Map as BaseMap } from 'maplibre-gl';
import type { Position } from '#domain/geodesy/datum.ts';
import styles from './spotMarks.module.css';

/** Something urgent in one place: an open alarm, or an event of a replay. */
export type Spot = {
  readonly id: string;
  /** Read out, and shown when pointed at. */
  readonly label: string;
  readonly position: Position;
  readonly tone: 'urgent' | 'warning' | 'operation' | 'other';
  /** Nobody has taken it on yet: it pulses, slowly. */
  readonly open: boolean;
  readonly chosen: boolean;
};

const FLASH_MS = 3_200;

/** Marks that must be seen and can be reached by keyboard: elements over the map, few, moved with the camera. */
export class SpotMarks {
  readonly #map: BaseMap;
  readonly #layer: HTMLElement;
  readonly #onPress: (id: string) => void;
  readonly #marks = new Map<string, { readonly element: HTMLElement; position: Position }>();
  #flash: Animation | undefined;

  private constructor(options: { readonly map: BaseMap; readonly onPress: (id: string) => void }) {
    this.#map = options.map;
    this.#onPress = options.onPress;
    const container = options.map.getContainer();
    this.#layer = container.ownerDocument.createElement('div');
    this.#layer.className = styles['layer'] ?? '';
    container.append(this.#layer);
    options.map.on('move', this.#place);
    options.map.on('resize', this.#place);
  }

  static create(options: { readonly map: BaseMap; readonly onPress: (id: string) => void }): SpotMarks {
    return new SpotMarks(options);
  }

  show(spots: readonly Spot[]): void {
    const kept = new Set(spots.map(({ id }) => id));
    for (const [id, { element }] of this.#marks) {
      if (!kept.has(id)) {
        element.remove();
        this.#marks.delete(id);
      }
    }
    for (const spot of spots) {
      const mark = this.#marks.get(spot.id) ?? this.#add(spot);
      mark.position = spot.position;
      const { element } = mark;
      element.dataset['tone'] = spot.tone;
      element.dataset['open'] = String(spot.open);
      element.setAttribute('aria-pressed', String(spot.chosen));
      element.setAttribute('aria-label', spot.label);
      element.title = spot.label;
    }
    this.#place();
  }

  /** Draws the eye to one mark for three seconds, with one growing ring a second. */
  flash(id: string): void {
    const element = this.#marks.get(id)?.element;
    const ring = element?.querySelector<HTMLElement>('[data-ring]');
    this.#flash?.cancel();
    this.#flash = ring?.animate(
      [{ transform: 'scale(3.2)', opacity: 0.9 }, { transform: 'scale(1)', opacity: 0.2 }],
      { duration: FLASH_MS / 3, iterations: 3, easing: 'ease-out' },
    );
  }

  close(): void {
    this.#flash?.cancel();
    this.#map.off('move', this.#place);
    this.#map.off('resize', this.#place);
    this.#layer.remove();
    this.#marks.clear();
  }

  #add(spot: Spot): { readonly element: HTMLElement; position: Position } {
    const page = this.#layer.ownerDocument;
    const element = page.createElement('button');
    element.type = 'button';
    element.className = styles['mark'] ?? '';
    element.dataset['spot'] = spot.id;
    const ring = page.createElement('span');
    ring.dataset['ring'] = '';
    element.append(ring);
    element.addEventListener('click', (event) => {
      event.stopPropagation();
      this.#onPress(spot.id);
    });
    this.#layer.append(element);
    const mark = { element, position: spot.position };
    this.#marks.set(spot.id, mark);
    return mark;
  }

  readonly #place = (): void => {
    for (const { element, position } of this.#marks.values()) {
      const { x, y } = this.#map.project([position[0], position[1]]);
      element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    }
  };
}
