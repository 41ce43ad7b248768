import { AppError } from '#protocol/errors.ts';
import { setPhone } from '#domain/people/decideUser.ts';
import type { HandlersOf } from '../ports/session.ts';
import { openPhone } from './accountDecisions.ts';
import type { PeopleOptions } from './peopleOptions.ts';

type PersonalHandlers = Pick<HandlersOf<'user'>, 'user.setPhone' | 'user.openPhone'>;

/** Personal data: kept beside the log, masked for everyone, opened with a purpose that is logged. */
export function personalHandlers({ log, stores }: PeopleOptions): PersonalHandlers {
  return {
    'user.setPhone': async ({ commandId, ...input }, session) => {
      const { answer } = await log.execute({
        commandId,
        name: 'user.setPhone',
        input,
        actor: session.actor,
        via: session.tokenId,
        decide: (state) => setPhone(state, input),
        also: (bound) => bound.contacts.setPhone(input.userId, input.phone),
      });
      return answer;
    },

    'user.openPhone': async ({ commandId, ...input }, session) => {
      const { answer, repeated } = await log.execute({
        commandId,
        name: 'user.openPhone',
        input,
        actor: session.actor,
        via: session.tokenId,
        decide: (state) => openPhone(state, input),
      });
      const { version } = answer.user;
      if (repeated && log.state.users.get(input.userId)?.version !== version) {
        // What was looked at is no longer there: another number is another look.
        throw new AppError('conflict', { params: { version } });
      }
      const phone = await stores.contacts.phoneOf(input.userId);
      if (phone === null) {
        throw new AppError('notFound', { params: { what: 'phone' } });
      }
      return { phone };
    },
  };
}
