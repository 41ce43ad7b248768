/** A page that a room answers itself, at one path of the hall's web server. */
export type Page = {
  readonly path: string;
  readonly handle: (request: { readonly url: URL; readonly remoteAddress: string }) => Promise<{ readonly status: number; readonly html: string }>;
};

export type ServiceRequest = {
  readonly method: string;
  /** What follows the service's prefix, still encoded: empty, or with a leading slash; without the query. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly remoteAddress: string;
};
export type ServiceAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** What a room serves at a path of its own and below it to programs that are no page: any method, headers and bodies are its business. */
export type Service = {
  /** Such as `/whip`. */
  readonly prefix: string;
  /** A larger body is refused (413) before it is read whole. */
  readonly maxBodyBytes: number;
  /** Never rejects. */
  readonly handle: (request: ServiceRequest) => Promise<ServiceAnswer>;
};
