export type TileSize = { readonly widthPx: number; readonly heightPx: number };

const HIDDEN: TileSize = { widthPx: 0, heightPx: 0 };

/** Follows how large an element is in device pixels; 0 × 0 while it cannot be seen. Calls at once. Returns its own undoing. */
export function followTileSize(element: HTMLElement, onSize: (size: TileSize) => void): () => void {
  const page = element.ownerDocument;
  const view = page.defaultView;
  if (view === null) {
    return () => undefined;
  }
  let inView = true;
  let last: TileSize | null = null;
  const measure = () => {
    const box = element.getBoundingClientRect();
    const visible = inView && page.visibilityState === 'visible';
    const size = visible
      ? { widthPx: Math.round(box.width * view.devicePixelRatio), heightPx: Math.round(box.height * view.devicePixelRatio) }
      : HIDDEN;
    if (size.widthPx !== last?.widthPx || size.heightPx !== last.heightPx) {
      last = size;
      onSize(size);
    }
  };
  const resizes = new view.ResizeObserver(measure);
  resizes.observe(element);
  const crossings = new view.IntersectionObserver((entries) => {
    inView = entries.at(-1)?.isIntersecting ?? inView;
    measure();
  });
  crossings.observe(element);
  page.addEventListener('visibilitychange', measure);
  // Moving to a display of another density changes the ratio without changing the box.
  view.addEventListener('resize', measure);
  measure();
  return () => {
    resizes.disconnect();
    crossings.disconnect();
    page.removeEventListener('visibilitychange', measure);
    view.removeEventListener('resize', measure);
  };
}
