import type { DeckProps } from '@deck.gl/core';
import type { IconLayerProps } from '@deck.gl/layers';

/** The graphics device that deck.gl draws with. */
export type GraphicsDevice = Parameters<NonNullable<DeckProps['onDeviceInitialized']>>[0];
/** A sheet of pictures on that device. Whoever made it destroys it. */
export type SheetTexture = Exclude<NonNullable<IconLayerProps['iconAtlas']>, string>;

/**
 * Uploads a sheet.
 *
 * @param options.smooth false where pictures are drawn at the screen's own size: a nearest texel is then an exact
 *   copy, and names stay as sharp as the page's own text; true where they are turned.
 */
export function createSheetTexture(device: GraphicsDevice, options: { readonly image: ImageData; readonly smooth: boolean }): SheetTexture {
  const { image, smooth } = options;
  const filter = smooth ? 'linear' : 'nearest';
  return device.createTexture({
    data: image,
    width: image.width,
    height: image.height,
    format: 'rgba8unorm',
    sampler: {
      minFilter: filter,
      magFilter: filter,
      mipmapFilter: 'none',
      addressModeU: 'clamp-to-edge',
      addressModeV: 'clamp-to-edge',
    },
  });
}
