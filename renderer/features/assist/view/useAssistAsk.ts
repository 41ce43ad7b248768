import type { ErrorCode } from '#protocol/errors.ts';
import type { AssistKind } from '#protocol/field/assist.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { useCommand } from '../../command/index.ts';

/** Asking the person who holds this device, and why the last try did not reach the hall. */
export function useAssistAsk(unitId: UnitId): { readonly ask: (kind: AssistKind) => void; readonly problem: ErrorCode | null } {
  const { ask, problem } = useCommand('assist.ask');
  return { ask: (kind) => void ask({ unitId, kind, text: '' }), problem: problem?.code ?? null };
}
