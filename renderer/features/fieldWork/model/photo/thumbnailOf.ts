const LONG_SIDE_PX = 160;
const QUALITY = 0.7;

/** A small JPEG of a picture; null where the browser cannot read it: it is sent all the same. */
export async function thumbnailOf(picture: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const whole = await createImageBitmap(picture);
    const scale = Math.min(1, LONG_SIDE_PX / Math.max(whole.width, whole.height));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(whole.width * scale)), Math.max(1, Math.round(whole.height * scale)));
    canvas.getContext('2d')?.drawImage(whole, 0, 0, canvas.width, canvas.height);
    whole.close();
    const small = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
    return new Uint8Array(await small.arrayBuffer());
  } catch {
    return null;
  }
}
