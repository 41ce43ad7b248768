import type { RequestData } from '#protocol/contract.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { askBaton, lendBaton, passBaton, returnBaton, takeBaton } from '#domain/wall/decide/decideBaton.ts';
import { putLayouts, undoTake } from '#domain/wall/decide/decidePut.ts';
import { adjustTiles, beginVisit, endVisit, measureWall, type WallAnswer, type WallCaller } from '#domain/wall/decide/decideWall.ts';
import type { HallLog } from '../../ports/log.ts';
import type { HandlersOf, Session } from '../../ports/session.ts';
import type { DeskBook } from '../desks/deskBook.ts';
import { wallCaller } from './wallCaller.ts';

const NAMES = [
  'wall.put', 'wall.undo', 'wall.adjust', 'wall.measure', 'wall.takeBaton', 'wall.askBaton', 'wall.lendBaton', 'wall.passBaton', 'wall.returnBaton',
  'wall.beginVisit', 'wall.endVisit',
] as const satisfies readonly (keyof HandlersOf<'wall'>)[];
type Name = (typeof NAMES)[number];
export type WallCommands = Pick<HandlersOf<'wall'>, Name>;

type Moment = { readonly at: number; readonly isHere: (userId: UserId) => boolean; readonly mayCommand: boolean };
type Deciders = { readonly [Key in Name]: (state: HallState, input: RequestData<Key>, caller: WallCaller, moment: Moment) => Decision<WallAnswer> };

const DECIDERS: Deciders = {
  'wall.put': (state, input, caller, { at }) => putLayouts(state, input, caller, at),
  'wall.undo': (state, input, caller, { at }) => undoTake(state, input, caller, at),
  'wall.adjust': (state, input, caller, { at }) => adjustTiles(state, input, caller, at),
  'wall.measure': (state, input, caller, { at }) => measureWall(state, input, caller, at),
  'wall.takeBaton': takeBaton,
  'wall.askBaton': (state, _, caller, { at }) => askBaton(state, caller, at),
  'wall.lendBaton': lendBaton,
  'wall.passBaton': passBaton,
  'wall.returnBaton': (state, _, caller, { at }) => returnBaton(state, caller, at),
  'wall.beginVisit': (state, input, caller, { at }) => beginVisit(state, input, caller, at),
  'wall.endVisit': (state, _, caller, { at }) => endVisit(state, caller, at),
};

type Options = {
  readonly log: HallLog;
  readonly desks: DeskBook;
  /** Runs the command, and refuses it when the wall is closed. */
  readonly change: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
  /** A display may have gone to the hall or left its hands. */
  readonly onLayouts: () => void;
};

/** What desks ask of the wall of their court. */
export function createWallCommands({ log, desks, change, onLayouts }: Options): WallCommands {
  function handler<Key extends Name>(name: Key) {
    return async (data: RequestData<Key>, session: Session): Promise<WallAnswer> => {
      const { commandId, ...input } = data;
      const { actor, tokenId: via, courtCode, capabilities } = session;
      const isHere = (userId: UserId) => desks.isHere(courtCode, userId);
      const mayCommand = capabilities.has('wall.command');
      const decide = (state: HallState, at: number) => DECIDERS[name](state, data, wallCaller(session), { at, isHere, mayCommand });
      const { answer } = await change(() => log.execute({ commandId, name, input, actor, via, decide }));
      if (name === 'wall.put' || name === 'wall.undo') {
        onLayouts();
      }
      return answer;
    };
  }

  return Object.fromEntries(NAMES.map((name) => [name, handler(name)])) as WallCommands;
}
