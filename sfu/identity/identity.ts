import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { Admit, Connections, PersonProof, Secrets } from '../ports/identity.ts';
import type { HallLog } from '../ports/log.ts';
import type { Page } from '../ports/page.ts';
import type { GuestHandlers, Handlers } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';
import { createAdmit } from './admission.ts';
import { AttemptThrottle } from './attemptThrottle.ts';
import { createRedeemCode } from './codes/redeemCode.ts';
import { createSecrets } from './codes/secrets.ts';
import { createFirstAdministrator, type FirstAdministrator } from './firstAdministrator.ts';
import type { OidcConfig } from './oidc/identityProvider.ts';
import { createOidcSignIn } from './oidc/oidcSignIn.ts';
import { createOwnSession } from './ownSession.ts';
import { LockOuts, type LockOutRule } from './passwords/lockOuts.ts';
import { createPasswordGate } from './passwords/passwordGate.ts';
import { createPersonProof } from './passwords/personProof.ts';
import { saidPlainly } from './saidPlainly.ts';
import { createSignIn } from './signIn.ts';
import { createTokenAuthority } from './tokenAuthority.ts';

export type IdentityConfig = {
  readonly lockOut: LockOutRule;
  /** Life of a person's sign-in, ms. */
  readonly signInTtlMs: number;
  readonly enrolCodeTtlMs: number;
  /** Life of a unit's or a machine's token, ms. */
  readonly tokenTtlMs: number;
  /** The hall's own court. */
  readonly courtCode: string;
  readonly oidc: OidcConfig | null;
};

/** Wrong passwords and codes of one address, a minute. */
const WRONG_PER_ADDRESS = 10;
/** Right passwords of one account, a minute. */
const RIGHT_PER_ACCOUNT = 30;
/** Wrong codes of all addresses together, a minute. */
const WRONG_CODES = 300;

/** Who may come in, and how they prove it. */
export interface HallIdentity {
  readonly guestHandlers: GuestHandlers;
  readonly sessionHandlers: Pick<Handlers, 'session.signOut' | 'session.changePassword'>;
  readonly admit: Admit;
  readonly secrets: Secrets;
  readonly personProof: PersonProof;
  /** For the hall's web server. */
  readonly pages: readonly Page[];
  /** The account of the first start with its one-time password, to be told once and kept nowhere; null when there are people. */
  ensureFirstAdministrator(): Promise<FirstAdministrator | null>;
  /** Idempotent. */
  close(): void;
}

export function createIdentity(options: {
  readonly hallId: string;
  readonly hallName: string;
  readonly exercise: boolean;
  readonly key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  readonly stores: Stores;
  readonly log: HallLog;
  readonly config: IdentityConfig;
  /** `https://host:port` as phones and browsers reach the hall. */
  readonly publicUrl: () => string;
  readonly connections: Connections;
  readonly now: () => number;
  /** Ms since any time; never set back, so that no wait between attempts grows with the machine's clock. */
  readonly steadyNow: () => number;
  readonly logger: Logger;
}): HallIdentity {
  const { hallId, hallName, exercise, key, stores, log, config, publicUrl, connections, now, steadyNow, logger } = options;
  const { tokenTtlMs, signInTtlMs, enrolCodeTtlMs } = config;
  const { credentials, codes } = stores;
  const tokens = createTokenAuthority({ hallId, key, tokens: stores.tokens, now });
  const throttle = new AttemptThrottle({ now: steadyNow, perMinute: WRONG_PER_ADDRESS });
  const lockOuts = new LockOuts({ rule: config.lockOut, log, tokens: stores.tokens, now });
  const gate = createPasswordGate({ credentials, lockOuts, throttle, proofs: new AttemptThrottle({ now: steadyNow, perMinute: RIGHT_PER_ACCOUNT }) });
  const secrets = createSecrets({ gate, tokens, enrolCodeTtlMs, tokenTtlMs, publicUrl, now });
  const own = createOwnSession({ log, gate, lockOuts, connections });
  const oidc = config.oidc && createOidcSignIn({
    config: config.oidc,
    credentials,
    publicUrl,
    log,
    tokens,
    signInTtlMs,
    onFailure: (error) => logger.warn({ err: error }, 'the identity provider did not confirm a person'),
  });
  return {
    guestHandlers: {
      'session.welcome': () => ({ hallId, hallName, oidcName: config.oidc?.name ?? null, serverAt: now(), exercise }),
      'session.signIn': saidPlainly(createSignIn({ log, tokens, signInTtlMs, gate, lockOuts, now })),
      'session.redeemCode': saidPlainly(createRedeemCode({ log, codes, tokens, throttle, everyone: new AttemptThrottle({ now: steadyNow, perMinute: WRONG_CODES }), connections, tokenTtlMs, now })),
      'session.beginOidc': oidc?.handlers['session.beginOidc'] ?? noProvider,
      'session.finishOidc': saidPlainly(oidc?.handlers['session.finishOidc'] ?? noProvider),
    },
    sessionHandlers: {
      'session.signOut': own['session.signOut'],
      'session.changePassword': saidPlainly(own['session.changePassword']),
    },
    admit: saidPlainly(createAdmit({ tokens, credentials, log, exercise })),
    secrets,
    personProof: createPersonProof({ log, credentials, gate, lockOuts }),
    pages: oidc === null ? [] : [oidc.page],
    ensureFirstAdministrator: () => createFirstAdministrator({ log, secrets, courtCode: config.courtCode }),
    close: () => oidc?.close(),
  };
}

function noProvider(): never {
  throw new AppError('notFound', { params: { what: 'oidc' } });
}
