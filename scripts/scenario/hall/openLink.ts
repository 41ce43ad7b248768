import { userInfo } from 'node:os';
import { WebSocket } from 'ws';
import type { Purpose } from '#protocol/capabilities.ts';
import { AppError } from '#protocol/errors.ts';
import { createHallLink } from '../../../renderer/link/createHallLink.ts';
import type { HallLink } from '../../../renderer/link/hallLink.ts';
import { openGuest } from '../../../sfu/commands/openOperator.ts';
import { mintOperatorToken } from '../../../sfu/identity/tokenAuthority.ts';
import { openSigningKey } from '../../../sfu/keys/signingKey.ts';

/** Where the hall of the exercise is. */
export type ExerciseHall = { /** `https://host:port`. */ readonly url: string; /** PEM of the hall's own authority. */ readonly caPem: string; readonly storageDir: string };

const ONLINE_WITHIN_MS = 15_000;

/** A connection that is online, and comes back by itself. Errors: AppError with the hall's code, disconnected. */
export async function openLink({ hall, token, purpose, name }: { readonly hall: ExerciseHall; readonly token: string; readonly purpose: Purpose; readonly name: string }): Promise<HallLink> {
  const link = createHallLink({
    url: hall.url,
    token,
    purpose,
    clientName: name.slice(0, 64),
    clientVersion: 'scenario',
    createSocket: (url) => new WebSocket(url, { ca: hall.caPem }),
  });
  try {
    await online(link);
    return link;
  } catch (error) {
    link.close();
    throw error;
  }
}

/** The command line of the hall's machine. Errors: as for `openLink`. */
export async function openOperatorLink(hall: ExerciseHall): Promise<HallLink> {
  const guest = await openGuest(hall);
  const { hallId } = await guest.request('session.welcome', {}).finally(() => guest.close());
  const token = await mintOperatorToken({ hallId, key: openSigningKey(hall.storageDir, 'token'), name: userInfo().username, now: Date.now() });
  return openLink({ hall, token, purpose: 'operator', name: 'scenario' });
}

function online(link: HallLink): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (end: () => void) => {
      clearTimeout(timer);
      stop();
      end();
    };
    const timer = setTimeout(() => done(() => reject(new AppError('disconnected'))), ONLINE_WITHIN_MS);
    const look = () => {
      const { phase, error } = link.state.getState();
      if (phase === 'online') {
        done(resolve);
      } else if (phase === 'refused' || phase === 'closed') {
        done(() => reject(new AppError(error ?? 'disconnected')));
      }
    };
    const stop = link.state.subscribe(look);
    look();
  });
}
