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
  /** What follows the question mark, still encoded; empty for nothing. */
  readonly query: string;
  readonly body: string;
  /** The same, as it came. */
  readonly bytes: Buffer;
  readonly remoteAddress: string;
};
export type ServiceAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string | Buffer };

/** What a room serves at a path of its own and below it to programs that are no page: any method, headers and bodies are its business. */
export type Service = {
  /** Such as `/whip`. */
  readonly prefix: string;
  /** A larger body is refused (413) before it is read whole. */
  readonly maxBodyBytes: number;
  /** Asked before a body is read: an answer is given at once, and the body left. Never rejects. */
  readonly refuse?: (request: Omit<ServiceRequest, 'body' | 'bytes'>) => Promise<ServiceAnswer | null>;
  /** What is said of a body that was not read: too large, or broken off. */
  readonly unread?: (status: number) => ServiceAnswer;
  /** Never rejects. */
  readonly handle: (request: ServiceRequest) => Promise<ServiceAnswer>;
};
