const GONE_AFTER_MS = 60_000;

/** Gives it to the device, which keeps or opens it as it does with files. */
export function saveBlob(blob: Blob, name: string): void {
  const link = globalThis.document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), GONE_AFTER_MS);
}
