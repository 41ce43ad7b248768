import type { CloseReason } from '#protocol/closeCodes.ts';
import type { TokenId, UserId } from '#protocol/nouns/ids.ts';
import type { Connections } from '../ports/identity.ts';

type Bearer = { readonly tokenId: TokenId | null; readonly userId: UserId | null };
type OpenConnection = { readonly session: Bearer | null; endSoon(reason: CloseReason): void };

/** A hello that is being looked at, and what was ended meanwhile. */
export interface HelloWatch {
  /** Why this bearer may not come in any more, though it could when it was looked up. */
  endedBy(bearer: Bearer): CloseReason | null;
  close(): void;
}

/** The connections with an open session, as the rooms that end them need them. */
export class OpenConnections implements Connections {
  readonly #open = new Set<OpenConnection>();
  readonly #hellos = new Set<Map<string, CloseReason>>();

  add(connection: OpenConnection): void {
    this.#open.add(connection);
  }

  remove(connection: OpenConnection): void {
    this.#open.delete(connection);
  }

  countOf(tokenId: TokenId): number {
    return [...this.#open].filter(({ session }) => session?.tokenId === tokenId).length;
  }

  endTokens(tokenIds: Iterable<TokenId>, reason: CloseReason): void {
    const ended = new Set(tokenIds);
    this.#end(ended, ({ tokenId }) => tokenId !== null && ended.has(tokenId), reason);
  }

  endUser(userId: UserId, reason: CloseReason): void {
    this.#end([userId], (bearer) => bearer.userId === userId, reason);
  }

  /** To be taken before a token is looked up: a token that ends between the look and the opening would slip through. */
  watchHello(): HelloWatch {
    const ended = new Map<string, CloseReason>();
    this.#hellos.add(ended);
    return {
      endedBy: ({ tokenId, userId }) => ended.get(tokenId ?? '') ?? ended.get(userId ?? '') ?? null,
      close: () => this.#hellos.delete(ended),
    };
  }

  #end(ids: Iterable<string>, isMeant: (bearer: Bearer) => boolean, reason: CloseReason): void {
    for (const id of ids) {
      for (const hello of this.#hellos) {
        hello.set(id, reason);
      }
    }
    for (const connection of this.#open) {
      if (connection.session !== null && isMeant(connection.session)) {
        connection.endSoon(reason);
      }
    }
  }
}
