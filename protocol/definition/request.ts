import type { z } from 'zod';
import type { Capability } from '../capabilities.ts';

/** What a caller must hold: a capability, or `null` for the opening hello that anyone may send. */
export type Needs = Capability | null;

/** One client→server request. `input` is strict (unknown keys refused), `output` tolerant (old clients survive new servers). */
export type RequestDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = {
  readonly needs: Needs;
  readonly input: Input;
  readonly output: Output;
};

/** Keeps the schemas' types while checking the shape. */
export function request<Input extends z.ZodType, Output extends z.ZodType>(
  definition: RequestDefinition<Input, Output>,
): RequestDefinition<Input, Output> {
  return definition;
}
