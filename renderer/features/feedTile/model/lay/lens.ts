import type { Part } from '#domain/wall/show/spanParts.ts';
import type { TileLook } from '#protocol/wall/layout.ts';
import { headBesidePx } from './headPlace.ts';
import { pictureRect, type Size } from './pictureRect.ts';

export type LensWish = { readonly look: TileLook; readonly part: Part | null; /** Whether there is a head that may stand beside the picture. */ readonly headed: boolean };
export type LensElements = { readonly tile: HTMLElement; readonly box: HTMLElement; readonly lens: HTMLElement; readonly video: HTMLVideoElement };

/** Lays the picture into its box by what is looked at; without React, because a hand drags it. */
export class Lens {
  readonly #elements: LensElements;
  #wish: LensWish;
  #undo: (() => void)[] = [];

  private constructor(elements: LensElements, wish: LensWish) {
    this.#elements = elements;
    this.#wish = wish;
  }

  static create(elements: LensElements, wish: LensWish): Lens {
    const lens = new Lens(elements, wish);
    lens.#start();
    return lens;
  }

  set(wish: LensWish): void {
    this.#wish = wish;
    this.#lay();
  }

  /** Sizes of box and picture in CSS pixels; null before the first frame. */
  sizes(): { readonly box: Size; readonly picture: Size } | null {
    const { box, video } = this.#elements;
    return video.videoWidth === 0 || box.clientWidth === 0 ? null : { box: sizeOf(box), picture: { width: video.videoWidth, height: video.videoHeight } };
  }

  close(): void {
    this.#undo.splice(0).forEach((undo) => undo());
  }

  #start(): void {
    const { tile, box, video } = this.#elements;
    const lay = () => this.#lay();
    const Observer = tile.ownerDocument.defaultView?.ResizeObserver;
    if (Observer !== undefined) {
      const resizes = new Observer(lay);
      resizes.observe(tile);
      resizes.observe(box);
      this.#undo.push(() => resizes.disconnect());
    }
    video.addEventListener('resize', lay);
    this.#undo.push(() => video.removeEventListener('resize', lay));
    this.#lay();
  }

  #lay(): void {
    const { tile, lens, video } = this.#elements;
    const { look, part, headed } = this.#wish;
    const picture = { width: video.videoWidth, height: video.videoHeight };
    const besidePx = headed && part === null && picture.width > 0 ? headBesidePx({ tile: sizeOf(tile), picture, textPx: textPxOf(tile) }) : null;
    tile.dataset['head'] = besidePx === null ? 'above' : 'beside';
    tile.style.setProperty('--beside', `${besidePx ?? 0}px`);
    // Asked only now: the head's place has changed the box.
    const sizes = this.sizes();
    if (sizes === null) {
      return;
    }
    const { left, top, width, height } = pictureRect({ ...sizes, look, part });
    Object.assign(lens.style, { inset: 'auto', left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  }
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): Size {
  return { width: clientWidth, height: clientHeight };
}

function textPxOf(element: HTMLElement): number {
  return Number.parseFloat(element.ownerDocument.defaultView?.getComputedStyle(element).fontSize ?? '') || 13;
}
