/** A document whose pages can be made into pictures. */
export type PagedDocument = {
  readonly pageCount: number;
  /** One page, drawn so that a display shows it sharp; `finish` may draw over it. Errors: rejects when the page cannot be drawn. */
  readonly draw: (pageNumber: number, canvas: HTMLCanvasElement, finish?: (canvas: HTMLCanvasElement) => void) => Promise<Blob>;
  readonly close: () => Promise<void>;
};

/** Longer side of a drawn page, px. */
const LONG_SIDE_PX = 2_880;
const JPEG_QUALITY = 0.9;

/** The reader is large and is loaded with the first document. Errors: rejects for what is no document, or is locked. */
export async function readDocument(file: Blob): Promise<PagedDocument> {
  // The build for older engines: the plain one calls what the app's Chromium does not have yet.
  const [pdf, { default: workerAddress }, { DocumentFiles }] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'),
    import('./documentFiles.ts'),
  ]);
  pdf.GlobalWorkerOptions.workerSrc = workerAddress;
  const task = pdf.getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    BinaryDataFactory: DocumentFiles,
    useWorkerFetch: false,
    cMapPacked: true,
    // Only names: `DocumentFiles` knows where the files are.
    cMapUrl: 'cmaps/',
    standardFontDataUrl: 'fonts/',
    wasmUrl: 'wasm/',
  });
  const opened = await task.promise;
  return {
    pageCount: opened.numPages,
    draw: async (pageNumber, canvas, finish) => {
      const page = await opened.getPage(pageNumber);
      const plain = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: LONG_SIDE_PX / Math.max(plain.width, plain.height) });
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      await page.render({ canvas, viewport, background: 'white' }).promise;
      page.cleanup();
      finish?.(canvas);
      return pictureOf(canvas);
    },
    close: () => task.destroy(),
  };
}

/** What is on the canvas, as a picture. Errors: rejects when there is no room for it. */
export function pictureOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error('the page gave no picture')) : resolve(blob)), 'image/jpeg', JPEG_QUALITY));
}
