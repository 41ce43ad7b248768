import type { IpcMainInvokeEvent } from 'electron';
import { calls, type CallName, type CallOutput, type WindowRole } from '#protocol/ipc/calls.ts';
import { AppError } from '#protocol/errors.ts';
import type { z } from 'zod';
import type { Log } from '../services/log.ts';
import type { CallReply } from './callReply.ts';
import { checkSender, type CallingWindow } from './checkSender.ts';

/** Input as its schema parsed it; the window that asks comes second. */
export type CallHandlers = {
  readonly [Name in CallName]: (
    input: z.output<(typeof calls)[Name]['input']>,
    caller: CallingWindow,
  ) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

export interface InvokeDoor {
  handle(channel: string, listener: (event: IpcMainInvokeEvent, ...input: unknown[]) => Promise<CallReply>): void;
}

/** Settings with sixteen displays and a token are under 8 kB. */
const MAX_INPUT_BYTES = 32 * 1024;

type Registration = {
  readonly door: InvokeDoor;
  readonly handlers: CallHandlers;
  readonly windowOf: (contentsId: number) => CallingWindow | null;
  readonly log: Log;
};

/** Opens one channel for each call of the map. No handler runs before sender, role, size and schema were checked. */
export function registerCalls({ door, handlers, windowOf, log }: Registration): void {
  const register = (name: CallName) => {
    const handler = handlers[name] as (input: unknown, caller: CallingWindow) => unknown;
    const roles: readonly WindowRole[] = calls[name].roles;
    door.handle(`hall:call:${name}`, async (event, ...values) => {
      try {
        const caller = checkSender(event, windowOf, roles);
        const input = readInput(calls[name].input, values);
        return { ok: true, data: calls[name].output.parse(await handler(input, caller)) };
      } catch (error) {
        const code = error instanceof AppError ? error.code : 'internal';
        log.warn({ call: name, code, sender: event.senderFrame?.url ?? null, cause: error }, 'call refused');
        return { ok: false, code };
      }
    });
  };
  for (const name of Object.keys(calls) as CallName[]) register(name);
}

function readInput(schema: z.ZodType, values: readonly unknown[]): unknown {
  const [value, ...more] = values;
  if (more.length > 0 || sizeOf(value) > MAX_INPUT_BYTES) throw new AppError('badInput', { detail: 'input too large' });
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError('badInput', { cause: parsed.error });
  return parsed.data;
}

/** Bytes as JSON; what JSON cannot carry (cycles, BigInt) is beyond any limit. */
function sizeOf(value: unknown): number {
  if (value === undefined) return 0;
  try {
    return Buffer.byteLength(JSON.stringify(value) ?? '');
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
