import { describe, expect, it } from 'vitest';
import { tokenId, userId } from '#protocol/nouns/ids.ts';
import type { CloseReason } from '#protocol/closeCodes.ts';
import { OpenConnections } from './openConnections.ts';

const tokenAt = (number: number) => tokenId.parse(`0190a0b0-0000-7000-8000-00000000000${number}`);
const userAt = (number: number) => userId.parse(`0190a0b0-0000-7000-9000-00000000000${number}`);

function opened(connections: OpenConnections, token: number | null, user: number | null) {
  const ends: CloseReason[] = [];
  const connection = {
    session: { tokenId: token === null ? null : tokenAt(token), userId: user === null ? null : userAt(user) },
    endSoon: (reason: CloseReason) => void ends.push(reason),
  };
  connections.add(connection);
  return { connection, ends };
}

describe('open connections', () => {
  it('are counted and ended by token and by person', () => {
    const connections = new OpenConnections();
    const one = opened(connections, 1, 1);
    const same = opened(connections, 1, 1);
    const other = opened(connections, 2, 1);
    const operator = opened(connections, null, null);
    expect(connections.countOf(tokenAt(1))).toBe(2);
    connections.endTokens([tokenAt(1)], 'unauthorised');
    expect([one.ends, same.ends, other.ends, operator.ends]).toEqual([['unauthorised'], ['unauthorised'], [], []]);
    connections.remove(one.connection);
    connections.endUser(userAt(1), 'rightsChanged');
    expect([one.ends, same.ends, other.ends, operator.ends]).toEqual([['unauthorised'], ['unauthorised', 'rightsChanged'], ['rightsChanged'], []]);
    expect(connections.countOf(tokenAt(1))).toBe(1);
  });

  it('a token or a person that is ended while a hello is looked at does not come in', () => {
    const connections = new OpenConnections();
    connections.endTokens([tokenAt(1)], 'unauthorised');
    const hello = connections.watchHello();
    const bearer = { tokenId: tokenAt(1), userId: userAt(1) };
    // What ended before was seen by the look itself.
    expect(hello.endedBy(bearer)).toBeNull();
    connections.endUser(userAt(1), 'rightsChanged');
    expect(hello.endedBy(bearer)).toBe('rightsChanged');
    expect(hello.endedBy({ tokenId: tokenAt(1), userId: null })).toBeNull();
    connections.endTokens([tokenAt(1)], 'unauthorised');
    expect(hello.endedBy(bearer)).toBe('unauthorised');
    expect(hello.endedBy({ tokenId: null, userId: null })).toBeNull();
    hello.close();
    expect(connections.watchHello().endedBy(bearer)).toBeNull();
  });
});
