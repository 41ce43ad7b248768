import { useState } from 'react';
import type { Task } from '#protocol/tasks/tasks.ts';
import { useCommand, useExpectedVersion } from '../../../command/index.ts';
import type { TaskBook } from '../useTaskBook.ts';
import { ChangesNote } from './ChangesNote.tsx';

export type BesideProps = { readonly task: Task; readonly book: TaskBook; readonly onClose: () => void; readonly onDone: (task: Task) => void };

type Answer = { readonly task: Task };
type Name = 'task.talk' | 'task.urge' | 'task.progress' | 'task.addDocuments' | 'task.askCountersign' | 'task.countersign';

/** Its command, what is the same in all of these, and what comes of it. */
export function useBeside<Asked extends Name>(name: Asked, { task, book, onDone }: BesideProps) {
  const command = useCommand(name);
  const [began] = useState(task);
  const expectedVersion = useExpectedVersion(task.version, command);
  return {
    command,
    named: { taskId: task.taskId, expectedVersion },
    newest: task.version > began.version ? <ChangesNote before={began} now={task} book={book} /> : undefined,
    ask: async (input: Parameters<typeof command.ask>[0]) => {
      const answer: Answer | null = await command.ask(input);
      if (answer !== null) onDone(answer.task);
    },
  };
}
