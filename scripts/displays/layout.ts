/** A rectangle of the wall, in pixels from its top left corner. */
export type Region = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** One display: an output of the X server, by the name that xrandr knows it by. */
export type Output = Region & { readonly name: string };

/** How many outputs the dummy driver has. */
const maxOutputs = 16;
/** What the X protocol can address. */
const maxExtent = 32_767;

/** Displays of one size, side by side from left to right. */
export function layOut({ count, width, height }: { count: number; width: number; height: number }): readonly Output[] {
  if (!Number.isInteger(count) || count < 1 || count > maxOutputs) {
    throw new RangeError(`One X server has 1 to ${maxOutputs} displays, not ${count}.`);
  }
  for (const length of [width, height]) {
    // A mode's width in other than eighths is rounded by the server, and then the displays overlap.
    if (!Number.isInteger(length) || length < 64 || length % 8 !== 0) throw new RangeError(`A display cannot measure ${length} pixels.`);
  }
  if (count * width > maxExtent) throw new RangeError(`${count} displays of ${width} pixels are wider than X can address (${maxExtent}).`);
  return Array.from({ length: count }, (_, index) => ({ name: `DUMMY${index}`, x: index * width, y: 0, width, height }));
}

/** The smallest rectangle around all displays. */
export function wallSize(outputs: readonly Output[]): { width: number; height: number } {
  return {
    width: Math.max(...outputs.map((output) => output.x + output.width)),
    height: Math.max(...outputs.map((output) => output.y + output.height)),
  };
}

/** Name of the mode that a display of this size runs in. */
export function modeName({ width, height }: { width: number; height: number }): string {
  return `${width}x${height}`;
}
