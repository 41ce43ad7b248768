import type { Secrets } from '../../ports/identity.ts';
import type { PasswordGate } from '../passwords/passwordGate.ts';
import type { TokenAuthority } from '../tokenAuthority.ts';
import { codeHashOf, newEnrolmentCode, newOneTimePassword } from './enrolmentCode.ts';

/** The maker of one-time passwords, enrolment codes and encoders' tokens. */
export function createSecrets(options: {
  readonly gate: Pick<PasswordGate, 'hash'>;
  readonly tokens: Pick<TokenAuthority, 'mint'>;
  readonly enrolCodeTtlMs: number;
  readonly tokenTtlMs: number;
  /** `https://host:port` as phones reach the hall. */
  readonly publicUrl: () => string;
  readonly now: () => number;
}): Secrets {
  const { gate, tokens, enrolCodeTtlMs, tokenTtlMs, publicUrl, now } = options;
  return {
    async newPassword() {
      const password = newOneTimePassword();
      return { password, passwordHash: await gate.hash(password) };
    },

    newCode(holder) {
      const code = newEnrolmentCode();
      const codeHash = codeHashOf(code);
      if (codeHash === null) {
        throw new TypeError('a new code is no code');
      }
      const expiresAt = now() + enrolCodeTtlMs;
      // Behind the hash sign: it is never sent to a server, nor written into a log on the way.
      const link = 'unitId' in holder ? `${publicUrl()}/field/#code=${code}` : null;
      return { enrolment: { code, expiresAt, link }, record: { codeHash, unitId: null, deviceId: null, ...holder, expiresAt } };
    },

    async newUnitToken(of) {
      const { token, record } = await tokens.mint({ role: 'unit', ...of, clientName: 'WHIP', lifetimeMs: tokenTtlMs });
      return { issued: { token, expiresAt: record.expiresAt, whipUrl: `${publicUrl()}/whip` }, record };
    },
  };
}
