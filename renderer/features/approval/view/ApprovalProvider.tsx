import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { DeputyWatch } from '../../deputies/index.ts';
import { useCapability, useHall } from '../../hall/index.ts';
import { createQueue, type ApprovalQueue } from '../model/createQueue.ts';

const QueueContext = createContext<ApprovalQueue | null>(null);

/** Keeps the queue of whoever may approve, for the page and for its count. */
export function ApprovalProvider({ children }: { children: ReactNode }) {
  const { link } = useHall();
  const approves = useCapability('tasks.approve');
  const queue = useMemo(() => createQueue({ link }), [link]);
  useEffect(() => (approves ? queue.open() : undefined), [queue, approves]);
  return (
    <QueueContext value={queue}>
      {children}
      {approves && <DeputyWatch onRights={queue.soon} />}
    </QueueContext>
  );
}

/** Errors: throws outside an ApprovalProvider. */
export function useApprovalQueue(): ApprovalQueue {
  const queue = useContext(QueueContext);
  if (queue === null) {
    throw new Error('useApprovalQueue needs an ApprovalProvider above it');
  }
  return queue;
}
