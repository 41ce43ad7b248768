type Pausable = { readonly closed: boolean; readonly paused: boolean; pause(): Promise<void>; resume(): Promise<void> };

/** One after the other: whoever presses and lets go at once must not leave it open because the first answer was still on its way. */
export function switchOf(track: Pausable): { toPaused(paused: boolean): Promise<void> } {
  let last = Promise.resolve();
  const change = async (before: Promise<void>, paused: boolean): Promise<void> => {
    await before;
    if (track.closed || track.paused === paused) return;
    await (paused ? track.pause() : track.resume()).catch(() => undefined);
  };
  return {
    toPaused: (paused) => {
      last = change(last, paused);
      return last;
    },
  };
}
