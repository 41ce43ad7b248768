/** What a browser that reads QR codes offers (Chromium on Android, Safari); elsewhere the phone's own camera opens the link. */
type Detector = { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> };

const LOOK_EVERY_MS = 250;

/** Null where the browser reads no QR codes. */
export function createDetector(globals: object): Detector | null {
  const Barcodes: unknown = Reflect.get(globals, 'BarcodeDetector');
  return typeof Barcodes === 'function' ? (Reflect.construct(Barcodes, [{ formats: ['qr_code'] }]) as Detector) : null;
}

/** The one-time code of an enrolment's link to this hall; null for anything else, above all another hall's. */
export function codeInLink(text: string, origin: string): string | null {
  if (!URL.canParse(text)) {
    return null;
  }
  const { origin: its, hash } = new URL(text);
  return its === origin ? new URLSearchParams(hash.slice(1)).get('code') : null;
}

/** Looks through the picture until told to stop; `onRead` gets whatever text a QR code has. Returns its own undoing. */
export function lookForCodes({ detector, video, onRead }: { detector: Detector; video: HTMLVideoElement; onRead: (text: string) => void }): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    detector
      .detect(video)
      .then((found) => found.forEach(({ rawValue }) => onRead(rawValue)), () => undefined) // no frame yet
      .finally(() => (busy = false));
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
