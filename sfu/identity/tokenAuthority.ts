import { randomUUIDv7 } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { TOKEN_ROLES, type TokenRole } from '#protocol/capabilities.ts';
import { AppError } from '#protocol/errors.ts';
import { unitId as unitIdSchema, type UnitId } from '#protocol/nouns/ids.ts';
import type { TokenStore } from '../ports/stores.ts';
import type { SigningKey } from './signingKey.ts';

const ISSUER = 'command-hall';
const ALGORITHM = 'EdDSA';

const claims = z.object({
  jti: z.uuid(),
  sub: z.uuid(),
  role: z.enum(TOKEN_ROLES),
  unitId: unitIdSchema.optional(),
  exp: z.number(),
});

/** What a valid token says. */
export type Identity = {
  readonly tokenId: string;
  readonly deviceId: string;
  readonly role: TokenRole;
  /** Set for role `unit`. */
  readonly unitId: UnitId | null;
};

export type IssueOptions = {
  readonly role: TokenRole;
  readonly unitId: UnitId | null;
  /** Who or what the token is for, shown in lists. */
  readonly name: string;
  readonly lifetimeMs: number;
};

/** Issues and checks the hall's tokens. */
export interface TokenAuthority {
  issue(options: IssueOptions): Promise<{ token: string; identity: Identity; expiresAt: number }>;
  /** Errors: tokenInvalid, tokenExpired, tokenRevoked. */
  verify(token: string): Promise<Identity>;
}

export function createTokenAuthority(options: {
  readonly hallId: string;
  readonly key: SigningKey;
  readonly tokens: TokenStore;
  readonly now: () => number;
}): TokenAuthority {
  const { hallId, key, tokens, now } = options;

  async function readClaims(token: string): Promise<z.infer<typeof claims>> {
    try {
      const { payload } = await jwtVerify(token, key.publicKey, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: hallId,
        currentDate: new Date(now()),
      });
      return claims.parse(payload);
    } catch (cause) {
      throw new AppError(cause instanceof errors.JWTExpired ? 'tokenExpired' : 'tokenInvalid', { cause });
    }
  }

  return {
    async issue({ role, unitId, name, lifetimeMs }) {
      const identity: Identity = { tokenId: randomUUIDv7(), deviceId: randomUUIDv7(), role, unitId };
      const issuedAt = now();
      const expiresAt = issuedAt + lifetimeMs;
      const token = await new SignJWT(unitId === null ? { role } : { role, unitId })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuer(ISSUER)
        .setAudience(hallId)
        .setSubject(identity.deviceId)
        .setJti(identity.tokenId)
        .setIssuedAt(new Date(issuedAt))
        .setExpirationTime(new Date(expiresAt))
        .sign(key.privateKey);
      await tokens.insert({ ...identity, name, issuedAt, expiresAt, revokedAt: null });
      return { token, identity, expiresAt };
    },

    async verify(token) {
      const { jti, sub, role, unitId } = await readClaims(token);
      if ((role === 'unit') !== (unitId !== undefined)) {
        throw new AppError('tokenInvalid', { detail: 'a unit token names a unit, others do not' });
      }
      const record = await tokens.find(jti);
      // A token this storage never issued is treated like a revoked one: the list of issued tokens is the truth.
      if (record === undefined || record.revokedAt !== null) {
        throw new AppError('tokenRevoked');
      }
      return { tokenId: jti, deviceId: sub, role, unitId: unitId ?? null };
    },
  };
}
