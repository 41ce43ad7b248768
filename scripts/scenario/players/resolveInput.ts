import { requests, type RequestName } from '#protocol/contract.ts';
import { spanMs } from '#domain/drills/spans.ts';
import { resolvedText, type ValueOfName } from '#domain/drills/names.ts';
import type { HallState } from '#domain/hallState/hallState.ts';

/** Something that the file asks for cannot be done now; `message` says what. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

type Known = { readonly valueOfName: ValueOfName; /** When the exercise began, ms since the epoch. */ readonly startedAt: number };

/** The input with its names (`$…`) and times (`@00:30:00`) resolved. Errors: ScenarioError for a name that nobody knows yet. */
export function resolveInput(value: unknown, known: Known): unknown {
  if (typeof value === 'string') {
    return textOf(value, known);
  }
  if (Array.isArray(value)) {
    return value.map((one) => resolveInput(one, known));
  }
  return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolveInput(one, known)])) : value;
}

function textOf(text: string, { valueOfName, startedAt }: Known): string | number {
  const time = /^@(-?)(\d{1,3}:[0-5]\d:[0-5]\d)$/.exec(text);
  if (time !== null) {
    return startedAt + (time[1] === '-' ? -1 : 1) * spanMs(time[2]!);
  }
  const resolved = resolvedText(text, valueOfName);
  if (resolved === undefined) {
    throw new ScenarioError(`${text} 还没有出现`);
  }
  return resolved;
}

/** Collections by the name of the id in an input. */
const BY_ID = { alarmId: 'alarms', orderId: 'orders', callId: 'calls', fenceId: 'fences', campaignId: 'campaigns', operationId: 'operations', stepId: 'steps', partyId: 'parties', unitId: 'units', userId: 'users' } as const;

/** The version that whoever asks has read; undefined where the request takes none. `courtCode`: of the person, for their duty posts. */
export function versionFor(name: RequestName, input: Readonly<Record<string, unknown>>, { state, courtCode }: { readonly state: HallState; readonly courtCode: string }): number | undefined {
  const shape = 'shape' in requests[name].input ? (requests[name].input.shape as Record<string, unknown>) : {};
  if (!('expectedVersion' in shape)) {
    return undefined;
  }
  if (name.startsWith('duty.')) {
    const court = typeof input['courtCode'] === 'string' ? input['courtCode'] : courtCode;
    return state.duty.get(`${court}/${String(input['post'])}`)?.version ?? 0;
  }
  // The noun's own id, not that of something else it names.
  const own = Object.keys(BY_ID).find((key) => key in input && key === `${name.split('.')[0]}Id`) as keyof typeof BY_ID | undefined;
  if (own === undefined) {
    return 0;
  }
  const objects: { get(id: string): { readonly version: number } | undefined } = state[BY_ID[own]];
  return objects.get(String(input[own]))?.version ?? 0;
}
