import type { TokenStore } from '../ports/stores.ts';

const POLL_MS = 2_000;
/** Looks back over the edge, so that a revocation written while the last look ran is not missed. */
const OVERLAP_MS = 10_000;

/** Tells, within seconds, which tokens were revoked while the hall runs (also by another process). Returns its own undoing. */
export function watchRevocations(options: {
  readonly tokens: TokenStore;
  readonly now: () => number;
  readonly onRevoked: (tokenIds: ReadonlySet<string>) => void;
  readonly onError: (error: unknown) => void;
}): () => void {
  let since = options.now();
  const look = async (lookedAt: number): Promise<void> => {
    const ids = await options.tokens.revokedSince(since - OVERLAP_MS);
    since = lookedAt;
    if (ids.length > 0) {
      options.onRevoked(new Set(ids));
    }
  };
  const timer = setInterval(() => {
    look(options.now()).catch(options.onError);
  }, POLL_MS);
  return () => clearInterval(timer);
}
