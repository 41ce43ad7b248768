import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RequestInput, RequestName, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { HallLink } from '../../../link/hallLink.ts';

/** Requests that change something and may be asked twice. */
export type CommandName = { [Name in RequestName]: RequestInput<Name> extends { commandId: string } ? Name : never }[RequestName];
export type CommandInput<Name extends CommandName> = Omit<RequestInput<Name>, 'commandId'>;

export type CommandState = {
  readonly busy: boolean;
  /** What the last attempt came to, if it did not succeed. */
  readonly problem: AppError | null;
};

export type Command<Name extends CommandName> = {
  readonly state: StoreApi<CommandState>;
  /** Never rejects: null when it failed (`problem` says why) or while an attempt is under way. */
  readonly ask: (input: CommandInput<Name>) => Promise<RequestOutput<Name> | null>;
  /** Forgets what went wrong. */
  readonly forget: () => void;
};

export function createCommand<Name extends CommandName>(options: { link: HallLink; name: Name; newCommandId: () => string }): Command<Name> {
  const state = createStore<CommandState>(() => ({ busy: false, problem: null }));
  // The attempt whose outcome is not known: asked again with the same words it is the same command.
  let open: { readonly words: string; readonly commandId: string } | null = null;
  return {
    state,
    forget: () => state.setState({ problem: null }),
    ask: async (input) => {
      if (state.getState().busy) {
        return null;
      }
      const words = JSON.stringify(input);
      open = open?.words === words ? open : { words, commandId: options.newCommandId() };
      state.setState({ busy: true, problem: null });
      try {
        const answer = await options.link.request(options.name, { ...input, commandId: open.commandId } as unknown as RequestInput<Name>);
        open = null;
        state.setState({ busy: false });
        return answer;
      } catch (error) {
        state.setState({ busy: false, problem: error instanceof AppError ? error : new AppError('internal', { cause: error }) });
        return null;
      }
    },
  };
}
