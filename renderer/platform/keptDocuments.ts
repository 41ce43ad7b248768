import { serverUrlOf, type Page } from './browserToken.ts';

/** Papers kept on the device for times without the hall, by the SHA-256 of their bytes. No method rejects: without one it is fetched again. */
export interface KeptDocuments {
  /** Null: it is not there. Whether the bytes are right is the caller's to see. */
  read(documentId: string): Promise<Blob | null>;
  keep(documentId: string, document: Blob): Promise<void>;
  /** Those that belong to nothing any more. */
  forgetAllBut(documentIds: readonly string[]): Promise<void>;
}

/** In the browser's cache storage; without one (an address that is not secure) nothing is kept. */
export function createKeptDocuments(page: Page & { readonly caches?: CacheStorage }): KeptDocuments {
  const open = async () => page.caches?.open(`documents ${serverUrlOf(page)}`);
  const addressOf = (documentId: string) => `${page.location.origin}/document/${documentId}`;
  return {
    read: async (documentId) => {
      try {
        return (await (await (await open())?.match(addressOf(documentId)))?.blob()) ?? null;
      } catch {
        return null;
      }
    },
    keep: async (documentId, document) => {
      try {
        await (await open())?.put(addressOf(documentId), new Response(document));
      } catch {
        return;
      }
    },
    forgetAllBut: async (documentIds) => {
      try {
        const cache = await open();
        if (cache === undefined) return;
        const old = (await cache.keys()).filter(({ url }) => !documentIds.some((documentId) => url === addressOf(documentId)));
        await Promise.all(old.map((request) => cache.delete(request)));
      } catch {
        return;
      }
    },
  };
}
