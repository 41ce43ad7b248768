/** How many of `total` stand where `room` rows fit: all, or one less than fit, so that the last row can say how many are missing. */
export function fitRows(total: number, room: number): { readonly shown: number; readonly hidden: number } {
  const shown = total <= room ? total : Math.max(0, room - 1);
  return { shown, hidden: total - shown };
}
