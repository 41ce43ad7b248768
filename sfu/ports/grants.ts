import type { FeedId, GrantId } from '#protocol/nouns/ids.ts';
import type { ViewingEnd } from '#protocol/media/grants.ts';

/** A grant whose token was shown. */
export type AdmittedGrant = { readonly grantId: GrantId; readonly feedId: FeedId };

export interface GrantedViewing {
  readonly viewingId: string;
  /** Notes that it ended, and why. Idempotent; `onEnd` is not called. */
  end(why: ViewingEnd): void;
}

/** 查看授权, for the room that serves those who hold one. */
export interface ViewingGrants {
  /** Errors: tokenInvalid, tokenExpired, tokenRevoked. */
  admit(token: string): Promise<AdmittedGrant>;
  /**
   * Notes in the log that somebody views, before they do. `onEnd` is called once when the grant ends. Errors: tokenRevoked,
   * tokenExpired, tooManyViewers, logUnavailable.
   */
  begin(grant: AdmittedGrant, who: { readonly remoteAddress: string; readonly clientName: string; readonly onEnd: () => void }): Promise<GrantedViewing>;
}
