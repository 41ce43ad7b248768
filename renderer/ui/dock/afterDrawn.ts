/** Runs once what was shown or moved has its place on screen: the dock lays it out in the next frame, and until then it cannot take the keyboard. */
export function afterDrawn(view: Window | null, run: () => void): void {
  view?.requestAnimationFrame(() => view.requestAnimationFrame(run));
}
