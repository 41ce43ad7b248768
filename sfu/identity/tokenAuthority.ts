import { randomUUIDv7, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { TOKEN_ROLES } from '#protocol/capabilities.ts';
import { AppError } from '#protocol/errors.ts';
import { tokenId as tokenIdSchema, type CourtCode, type DeviceId, type TokenId, type UnitId, type UserId } from '#protocol/nouns/ids.ts';
import type { TokenRecord, TokenStore } from '../ports/stores.ts';

const ISSUER = 'command-hall';
const ALGORITHM = 'EdDSA';
/** An operator's token is made for one command and kept nowhere, s. */
const OPERATOR_LIFE_S = 60;

const claims = z.object({
  jti: tokenIdSchema,
  sub: z.string().min(1).max(128),
  role: z.enum(TOKEN_ROLES),
  iat: z.number(),
  exp: z.number(),
});

type TokenKey = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/** What a valid token says; for all but an operator's the record of its issue is the truth. */
export type Identity = { readonly role: 'operator'; readonly name: string } | { readonly role: TokenRecord['role']; readonly record: TokenRecord };

type Holder =
  | { readonly role: 'unit'; readonly unitId: UnitId }
  | { readonly role: 'console' | 'observer'; readonly deviceId: DeviceId }
  | { readonly role: 'person'; readonly userId: UserId };

export type MintOptions = Holder & {
  readonly courtCode: CourtCode;
  readonly clientName: string;
  readonly remoteAddress: string;
  readonly lifetimeMs: number;
};

/** Makes and checks the hall's tokens. */
export interface TokenAuthority {
  /** The token is good from the moment its record is inserted, which is the caller's to do. */
  mint(options: MintOptions): Promise<{ token: string; record: TokenRecord }>;
  /** Errors: tokenInvalid, tokenExpired, tokenRevoked. */
  verify(token: string): Promise<Identity>;
}

export function createTokenAuthority(options: {
  readonly hallId: string;
  readonly key: TokenKey;
  readonly tokens: Pick<TokenStore, 'find'>;
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
    async mint({ courtCode, clientName, remoteAddress, lifetimeMs, ...holder }) {
      const record: TokenRecord = {
        tokenId: tokenIdSchema.parse(randomUUIDv7()),
        unitId: null,
        deviceId: null,
        userId: null,
        ...holder,
        courtCode,
        clientName,
        remoteAddress,
        issuedAt: now(),
        // Tokens count whole seconds.
        expiresAt: Math.floor((now() + lifetimeMs) / 1_000) * 1_000,
        revokedAt: null,
      };
      const { role, tokenId, issuedAt, expiresAt } = record;
      return { token: await sign(key, { hallId, role, subject: holderOf(record), tokenId, issuedAt, expiresAt }), record };
    },

    async verify(token) {
      const { jti, sub, role, iat, exp } = await readClaims(token);
      if (role === 'operator') {
        // Neither may one be laid by for later.
        if (exp - iat > OPERATOR_LIFE_S || exp > now() / 1_000 + OPERATOR_LIFE_S) {
          throw new AppError('tokenInvalid', { detail: 'an operator token lives too long' });
        }
        return { role, name: sub };
      }
      const record = await tokens.find(jti);
      // A token this hall never recorded is treated like a revoked one: the list of issued tokens is the truth.
      if (record === undefined || record.revokedAt !== null) {
        throw new AppError('tokenRevoked');
      }
      if (record.role !== role || holderOf(record) !== sub) {
        throw new AppError('tokenInvalid', { detail: 'the token and its record differ' });
      }
      return { role, record };
    },
  };
}

/** A token for whoever may read the hall's key: a person at the command line of its machine, under the system's account name. */
export function mintOperatorToken(options: { hallId: string; key: TokenKey; name: string; now: number }): Promise<string> {
  const { hallId, key, name, now } = options;
  const tokenId = tokenIdSchema.parse(randomUUIDv7());
  return sign(key, { hallId, role: 'operator', subject: name, tokenId, issuedAt: now, expiresAt: now + OPERATOR_LIFE_S * 1_000 });
}

function holderOf({ unitId, deviceId, userId }: TokenRecord): string | null {
  return unitId ?? deviceId ?? userId;
}

type Content = { hallId: string; role: string; subject: string | null; tokenId: TokenId; issuedAt: number; expiresAt: number };

function sign(key: TokenKey, { hallId, role, subject, tokenId, issuedAt, expiresAt }: Content): Promise<string> {
  return new SignJWT({ role })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(ISSUER)
    .setAudience(hallId)
    .setSubject(subject ?? '')
    .setJti(tokenId)
    .setIssuedAt(new Date(issuedAt))
    .setExpirationTime(new Date(expiresAt))
    .sign(key.privateKey);
}
