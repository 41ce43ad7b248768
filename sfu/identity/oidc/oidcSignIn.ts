import { AppError } from '#protocol/errors.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Page } from '../../ports/page.ts';
import type { GuestHandlers } from '../../ports/session.ts';
import type { CredentialStore } from '../../ports/stores.ts';
import { signIn } from '../decideSession.ts';
import { blankCredential } from '../passwords/blankCredential.ts';
import { expectWritable, untilUnchanged } from '../passwords/passwordGate.ts';
import { activeUser, type SignInParts } from '../signIn.ts';
import { createIdentityProvider, type OidcConfig, type Visitor } from './identityProvider.ts';
import { OIDC_PAGES } from './oidcPages.ts';
import { PendingVisits } from './pendingVisits.ts';

const CALLBACK_PATH = '/oidc/callback';

/** Sign-in at the court's identity provider: the person's browser goes there, the console waits for it to come back. */
export interface OidcSignIn {
  readonly handlers: Pick<GuestHandlers, 'session.beginOidc' | 'session.finishOidc'>;
  /** Where the provider sends browsers back to. */
  readonly page: Page;
  close(): void;
}

type Options = SignInParts & {
  readonly config: OidcConfig;
  readonly credentials: Pick<CredentialStore, 'find' | 'findBySubject'>;
  /** `https://host:port` as browsers reach the hall. */
  readonly publicUrl: () => string;
  readonly onFailure: (error: unknown) => void;
};

export function createOidcSignIn(options: Options): OidcSignIn {
  const { log, publicUrl, onFailure } = options;
  const provider = createIdentityProvider(options.config);
  const pending = new PendingVisits();
  const redirectUri = () => `${publicUrl()}${CALLBACK_PATH}`;

  return {
    handlers: {
      'session.beginOidc': async ({ client }, { remoteAddress }) => {
        expectWritable(log);
        pending.expectRoom(remoteAddress);
        const visit = await provider.begin(redirectUri());
        const { ticket } = pending.add({ visit, clientName: client.name, remoteAddress });
        return { ticket, url: visit.url };
      },
      'session.finishOidc': async ({ ticket }, { remoteAddress, ended }) => {
        const waiting = pending.byTicket(ticket);
        if (waiting === undefined || waiting.remoteAddress !== remoteAddress) {
          throw new AppError('oidcFailed', { detail: 'no such visit to the provider' });
        }
        try {
          const visitor = await Promise.race([waiting.visitor, rejection(ended)]);
          return await untilUnchanged(() => letIn(options, visitor, { clientName: waiting.clientName, remoteAddress }));
        } finally {
          pending.remove(ticket);
        }
      },
    },

    page: {
      path: CALLBACK_PATH,
      handle: async ({ url, remoteAddress }) => {
        const waiting = pending.byState(url.searchParams.get('state'));
        if (waiting === undefined) {
          return OIDC_PAGES.unknown;
        }
        // Whoever is lured into finishing a sign-in that another machine began would let that machine in.
        if (waiting.remoteAddress !== remoteAddress) {
          return OIDC_PAGES.elsewhere;
        }
        pending.markReturned(waiting.ticket);
        const visitor = provider.finish(waiting.visit, new URL(url.search, redirectUri()));
        waiting.settle(visitor);
        return visitor.then(
          () => OIDC_PAGES.done,
          (error: unknown) => {
            onFailure(error);
            return OIDC_PAGES.failed;
          },
        );
      },
    },

    close: () => pending.close(),
  };
}

/** Nobody gets an account by coming: the person must have one already. Errors: signInFailed, logUnavailable. */
async function letIn(options: Options, visitor: Visitor, from: { clientName: string; remoteAddress: string }) {
  const { log, tokens, signInTtlMs } = options;
  const user = await userOf(options, visitor);
  const { userId, name, courtCode, version: seenVersion } = user;
  const { token, record } = await tokens.mint({ role: 'person', userId, courtCode, ...from, lifetimeMs: signInTtlMs });
  const { tokenId, expiresAt } = record;
  await log.execute({
    commandId: null,
    name: 'session.finishOidc',
    input: { userId },
    actor: { kind: 'person', userId, name, courtCode },
    via: tokenId,
    decide: (state) => signIn(state, { tokenId, userId, ...from, method: 'oidc', seenVersion }),
    also: async (stores) => {
      await stores.tokens.insert(record);
      const present = (await stores.credentials.find(userId)) ?? blankCredential(userId);
      if (present.oidcSubject === null || present.mustChange) {
        // A one-time password that nobody needed must not lie about.
        const unneeded = present.mustChange ? { passwordHash: null, mustChange: false } : {};
        await stores.credentials.put({ ...present, ...unneeded, oidcSubject: visitor.subject });
      }
    },
  });
  return { token, tokenId, expiresAt };
}

/** By the subject that was bound at the first time, else by the name. Errors: signInFailed. */
async function userOf({ log, credentials }: Options, { subject, username }: Visitor): Promise<User> {
  const bound = await credentials.findBySubject(subject);
  const user = bound === undefined ? activeUser(log.state, username ?? '') : log.state.users.get(bound.userId);
  if (user === undefined || user.state !== 'active') {
    throw new AppError('signInFailed', { detail: 'the person has no active account' });
  }
  if (bound === undefined && ((await credentials.find(user.userId))?.oidcSubject ?? null) !== null) {
    throw new AppError('signInFailed', { detail: 'the account belongs to another subject of the provider' });
  }
  return user;
}

function rejection(ended: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(new AppError('disconnected'));
    if (ended.aborted) {
      fail();
    }
    ended.addEventListener('abort', fail, { once: true });
  });
}
