import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import type { AlarmId, OperationId, UnitId } from '#protocol/nouns/ids.ts';
import { useCapability } from '../../hall/index.ts';
import { SendDialog } from './dialogs/SendDialog.tsx';

/** Whom an instruction begins with, and what it is about. */
export type Instructing = { readonly unitIds: readonly UnitId[]; readonly operationId?: OperationId | null; readonly alarmId?: AlarmId | null };

const InstructContext = createContext<((begin: Instructing) => void) | null>(null);

/** Holds the dialog, so that menus may close over it. */
export function InstructProvider({ children }: { children: ReactNode }) {
  const sends = useCapability('instructions.send');
  const [begun, setBegun] = useState<{ readonly of: Instructing; readonly turn: number } | null>(null);
  const instruct = useMemo(() => (sends ? (of: Instructing) => setBegun((before) => ({ of, turn: (before?.turn ?? 0) + 1 })) : null), [sends]);
  return (
    <InstructContext value={instruct}>
      {children}
      {begun !== null && <SendDialog key={begun.turn} begin={begun.of} onClose={() => setBegun(null)} />}
    </InstructContext>
  );
}

/** Opens the dialog; null for those who may not send, and where there is no desk around. */
export function useInstruct(): ((begin: Instructing) => void) | null {
  return useContext(InstructContext);
}
