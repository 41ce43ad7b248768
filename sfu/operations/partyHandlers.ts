import { randomUUIDv7 } from 'node:crypto';
import { AppError } from '#protocol/errors.ts';
import { partyId as partyIdSchema } from '#protocol/nouns/ids.ts';
import { addParty, changeParty, openParty } from '#domain/parties/decideParty.ts';
import { asUnavailable } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';

/** Who operations are directed against. The whole name lies beside the log and is told after the look was logged, and at no other time. */
export function partyHandlers({ log, stores }: { readonly log: HallLog; readonly stores: Pick<Stores, 'parties'> }): HandlersOf<'party'> {
  return {
    'party.add': async ({ commandId, ...input }, { actor, tokenId: via }) => {
      const partyId = partyIdSchema.parse(randomUUIDv7());
      const { answer } = await log.execute({
        commandId, name: 'party.add', input, actor, via,
        decide: (state) => addParty(state, input, partyId),
        also: (bound) => bound.parties.put(partyId, input.personal),
      });
      return answer;
    },

    'party.change': async ({ commandId, ...input }, { actor, tokenId: via }) => {
      const { answer } = await log.execute({
        commandId, name: 'party.change', input, actor, via,
        decide: (state) => changeParty(state, input),
        also: (bound) => bound.parties.put(input.partyId, input.personal),
      });
      return answer;
    },

    'party.open': async ({ commandId, ...input }, { actor, tokenId: via }) => {
      const { answer, repeated } = await log.execute({ commandId, name: 'party.open', input, actor, via, decide: (state) => openParty(state, input) });
      const { version } = answer.party;
      if (repeated && log.state.parties.get(input.partyId)?.version !== version) {
        // What was looked at is no longer there: something else is another look.
        throw new AppError('conflict', { params: { version } });
      }
      const personal = await stores.parties.find(input.partyId).catch(asUnavailable);
      if (personal === undefined) {
        throw new AppError('notFound', { params: { what: 'party' } });
      }
      return { personal };
    },
  };
}
