import { generateKeyPairSync, randomUUIDv7 } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { courtCode, userId as userIdSchema, type TokenId } from '#protocol/nouns/ids.ts';
import type { TokenRecord } from '../ports/stores.ts';
import { createTokenAuthority, mintOperatorToken } from './tokenAuthority.ts';

const userId = userIdSchema.parse(randomUUIDv7());

function begin(hallId = 'hall-1') {
  const key = generateKeyPairSync('ed25519');
  const records = new Map<TokenId, TokenRecord>();
  let now = 1_800_000_000_500;
  const authority = createTokenAuthority({ hallId, key, tokens: { find: async (id) => records.get(id) }, now: () => now });
  const mint = async (lifetimeMs = 60_000) => {
    const minted = await authority.mint({ role: 'person', userId, courtCode: courtCode.parse('闽'), clientName: 'a', remoteAddress: 'b', lifetimeMs });
    records.set(minted.record.tokenId, minted.record);
    return minted;
  };
  return { key, records, authority, mint, at: () => now, pass: (ms: number) => { now += ms; } };
}

describe('token authority', () => {
  it('a token is good while its record is and its time lasts', async () => {
    const { authority, mint, records, pass } = begin();
    const { token, record } = await mint();
    expect(await authority.verify(token)).toEqual({ role: 'person', record });
    pass(58_000);
    expect(await authority.verify(token)).toEqual({ role: 'person', record });
    pass(2_000);
    await expect(authority.verify(token)).rejects.toMatchObject({ code: 'tokenExpired' });
    const second = await mint();
    records.set(second.record.tokenId, { ...second.record, revokedAt: 1 });
    await expect(authority.verify(second.token)).rejects.toMatchObject({ code: 'tokenRevoked' });
    records.delete(second.record.tokenId);
    await expect(authority.verify(second.token)).rejects.toMatchObject({ code: 'tokenRevoked' });
  });

  it('refuses what another hall or another key signed, what was changed, and what is no token', async () => {
    const own = begin();
    const { token, record } = await own.mint();
    const other = begin('hall-2');
    other.records.set(record.tokenId, record);
    await expect(other.authority.verify(token)).rejects.toMatchObject({ code: 'tokenInvalid' });
    const [head, body = '', signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), role: 'operator' })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const bad of ['', 'a.b.c', `${head}.${forged}.${signature}`, `${none}.${forged}.`]) {
      await expect(own.authority.verify(bad)).rejects.toMatchObject({ code: 'tokenInvalid' });
    }
    // Signed by this hall, but for someone else than its record says.
    own.records.set(record.tokenId, { ...record, userId: userIdSchema.parse(randomUUIDv7()) });
    await expect(own.authority.verify(token)).rejects.toMatchObject({ code: 'tokenInvalid' });
  });

  it('an operator’s token needs no record and lives for one minute at most', async () => {
    const { key, authority, at, pass } = begin();
    const token = await mintOperatorToken({ hallId: 'hall-1', key, name: '运维', now: at() });
    expect(await authority.verify(token)).toEqual({ role: 'operator', name: '运维' });
    pass(61_000);
    await expect(authority.verify(token)).rejects.toMatchObject({ code: 'tokenExpired' });
    const long = await new SignJWT({ role: 'operator' })
      .setProtectedHeader({ alg: 'EdDSA' }).setIssuer('command-hall').setAudience('hall-1').setSubject('root').setJti(randomUUIDv7())
      .setIssuedAt(new Date(at())).setExpirationTime(new Date(at() + 120_000)).sign(key.privateKey);
    await expect(authority.verify(long)).rejects.toMatchObject({ code: 'tokenInvalid' });
    const laidBy = await mintOperatorToken({ hallId: 'hall-1', key, name: 'root', now: at() + 3_600_000 });
    await expect(authority.verify(laidBy)).rejects.toMatchObject({ code: 'tokenInvalid' });
  });
});
