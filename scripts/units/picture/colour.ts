export type Yuv = { readonly luma: number; readonly u: number; readonly v: number };

/** A colour in BT.601 video range. `hueDeg` 0 to 360, saturation and lightness 0 to 1. */
export function yuvOf(hueDeg: number, saturation: number, lightness: number): Yuv {
  const chroma = (1 - Math.abs(2 * lightness - 1)) * saturation;
  const channel = (shift: number) => {
    const k = (shift + hueDeg / 30) % 12;
    return (lightness - (chroma / 2) * Math.max(-1, Math.min(k - 3, 9 - k, 1))) * 255;
  };
  const [red, green, blue] = [channel(0), channel(8), channel(4)];
  return {
    luma: 16 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255,
    u: 128 + (-37.797 * red - 74.203 * green + 112 * blue) / 255,
    v: 128 + (112 * red - 93.786 * green - 18.214 * blue) / 255,
  };
}
