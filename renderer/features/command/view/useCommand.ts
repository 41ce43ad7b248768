import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useHall } from '../../hall/index.ts';
import { createCommand, type Command, type CommandName, type CommandState } from '../model/createCommand.ts';

export type AskedCommand<Name extends CommandName> = CommandState & Pick<Command<Name>, 'ask' | 'forget'>;

/** A command of this component: its progress and refusal go with it. */
export function useCommand<Name extends CommandName>(name: Name): AskedCommand<Name> {
  const { link } = useHall();
  const command = useMemo(() => createCommand({ link, name, newCommandId: () => crypto.randomUUID() }), [link, name]);
  const { busy, problem } = useStore(command.state);
  return { busy, problem, ask: command.ask, forget: command.forget };
}

/** The version that the person saw when they began; once they were shown a conflict, the newest. */
export function useExpectedVersion(newest: number, command: CommandState): number {
  const [seen] = useState(newest);
  const [moved, setMoved] = useState(false);
  if (!moved && command.problem?.code === 'conflict') {
    setMoved(true);
  }
  return moved ? newest : seen;
}
