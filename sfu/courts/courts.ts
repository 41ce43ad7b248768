import { changeCourt, registerCourt } from '#domain/courts/decideCourt.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf } from '../ports/session.ts';
import { readCourtSeed } from './courtSeed.ts';

export interface Courts {
  readonly handlers: HandlersOf<'court'>;
  /** Registers the courts of the seed file that the log does not know; answers how many. Errors: a wrong file; logUnavailable. */
  ensureCourts(): Promise<number>;
}

/** The register of courts. */
export function createCourts({ log, seedFile }: { readonly log: HallLog; readonly seedFile?: URL }): Courts {
  return {
    handlers: {
      'court.register': async ({ commandId, ...input }, { actor, tokenId: via }) => {
        const command = { commandId, name: 'court.register', input, actor, via };
        return (await log.execute({ ...command, decide: (state) => registerCourt(state, input) })).answer;
      },
      'court.change': async ({ commandId, ...input }, { actor, tokenId: via }) => {
        const command = { commandId, name: 'court.change', input, actor, via };
        return (await log.execute({ ...command, decide: (state) => changeCourt(state, input) })).answer;
      },
    },

    async ensureCourts() {
      const seed = readCourtSeed(seedFile);
      if (seed.every(({ courtCode }) => log.state.courts.has(courtCode))) {
        return 0;
      }
      const { answer } = await log.execute({
        commandId: null,
        name: 'court.ensure',
        input: {},
        actor: { kind: 'hall' },
        via: null,
        decide: (state) => {
          const events = seed.filter(({ courtCode }) => !state.courts.has(courtCode)).flatMap((court) => registerCourt(state, court).events);
          return { events, answer: () => ({ registered: events.length }) };
        },
      });
      return answer.registered;
    },
  };
}
