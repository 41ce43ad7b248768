import type { Configuration } from 'openid-client';
import { AppError } from '#protocol/errors.ts';

/** The court's identity provider, at which the hall is a client. */
export type OidcConfig = {
  /** Issuer identifier; https, or http on loopback for drills. */
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client (PKCE alone). */
  readonly clientSecret: string | null;
  /** As the sign-in page calls it. */
  readonly name: string;
  /** The claim that holds the person's user name in the hall. */
  readonly usernameClaim: string;
};

/** What the hall remembers of one visit to the provider. */
export type Visit = { readonly url: string; readonly state: string; readonly nonce: string; readonly codeVerifier: string };

/** Who came back from the provider. `subject` is unique over all providers; `username` null when it names none. */
export type Visitor = { readonly subject: string; readonly username: string | null };

/** Authorization code flow with PKCE, state and nonce. Errors of both: oidcFailed. */
export interface IdentityProvider {
  begin(redirectUri: string): Promise<Visit>;
  /** `callback`: where the person's browser was sent back to. */
  finish(visit: Visit, callback: URL): Promise<Visitor>;
}

/** For each request to the provider, s. */
const TIMEOUT_S = 10;

/** Nothing is asked of the provider before someone signs in: the hall starts, too, while it is away. */
export function createIdentityProvider(config: OidcConfig): IdentityProvider {
  const issuer = new URL(config.issuer);
  let discovered: Promise<Configuration> | undefined;

  /** Loaded with the first visit: most halls have no provider. */
  const library = () => import('openid-client');

  async function discover(): Promise<Configuration> {
    const { allowInsecureRequests, discovery } = await library();
    const execute = isLoopbackHttp(issuer) ? [allowInsecureRequests] : [];
    return discovery(issuer, config.clientId, config.clientSecret ?? undefined, undefined, { execute, timeout: TIMEOUT_S });
  }

  /** A failure is not kept: the next visit tries anew. */
  function configuration(): Promise<Configuration> {
    discovered ??= discover().catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  return {
    begin: (redirectUri) =>
      orFailed(async () => {
        const client = await library();
        const provider = await configuration();
        const visit = { state: client.randomState(), nonce: client.randomNonce(), codeVerifier: client.randomPKCECodeVerifier() };
        const url = client.buildAuthorizationUrl(provider, {
          redirect_uri: redirectUri,
          scope: 'openid profile',
          state: visit.state,
          nonce: visit.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(visit.codeVerifier),
          code_challenge_method: 'S256',
        });
        return { ...visit, url: url.href };
      }),

    finish: (visit, callback) =>
      orFailed(async () => {
        const client = await library();
        const provider = await configuration();
        const tokens = await client.authorizationCodeGrant(provider, callback, {
          pkceCodeVerifier: visit.codeVerifier,
          expectedState: visit.state,
          expectedNonce: visit.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) {
          throw new AppError('oidcFailed', { detail: 'the provider sent no ID token' });
        }
        // Some providers tell names only to those who ask again with the access token.
        const named = config.usernameClaim in claims || provider.serverMetadata().userinfo_endpoint === undefined
          ? claims
          : await client.fetchUserInfo(provider, tokens.access_token, claims.sub);
        const username = named[config.usernameClaim];
        return { subject: `${claims.iss}#${claims.sub}`, username: typeof username === 'string' ? username : null };
      }),
  };
}

async function orFailed<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError('oidcFailed', { cause });
  }
}

function isLoopbackHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
