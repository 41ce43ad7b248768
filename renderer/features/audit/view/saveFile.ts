import type { ExportedFile } from '../model/exportFile.ts';

const KEPT_MS = 60_000;

/** Hands the file to the machine's own way of saving. */
export function saveFile(page: Document, { fileName, content }: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  const anchor = page.createElement('a');
  anchor.href = address;
  anchor.download = fileName;
  anchor.click();
  // The saving reads it after this returns.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
