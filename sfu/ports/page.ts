/** A page that a room answers itself, at one path of the hall's web server. */
export type Page = {
  readonly path: string;
  readonly handle: (request: { readonly url: URL; readonly remoteAddress: string }) => Promise<{ readonly status: number; readonly html: string }>;
};
