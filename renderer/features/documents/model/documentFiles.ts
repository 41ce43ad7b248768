/** What the reader of documents fetches while it reads: character maps for Chinese fonts that a document names but does not carry, the fourteen fonts every reader has, decoders for scans. */
const ADDRESSES = import.meta.glob<string>(
  [
    '../../../../node_modules/pdfjs-dist/cmaps/*.bcmap',
    '../../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '../../../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg,qcms_bg}.wasm',
  ],
  { query: '?url&no-inline', import: 'default', eager: true },
);

const ADDRESS_OF = new Map(Object.entries(ADDRESSES).map(([file, address]) => [file.slice(file.lastIndexOf('/') + 1), address]));

/** Hands these files to the reader's worker, which cannot fetch from the app's own scheme itself. Errors: rejects for a file that the app does not carry. */
export class DocumentFiles {
  /** As the reader asks: by file name. */
  async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const address = ADDRESS_OF.get(filename);
    const reply = address === undefined ? null : await fetch(address);
    if (reply?.ok !== true) {
      throw new Error(`no file ${filename} for the reader of documents`);
    }
    return new Uint8Array(await reply.arrayBuffer());
  }
}
