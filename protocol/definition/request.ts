import type { z } from 'zod';
import type { Capability } from '../capabilities.ts';

/** What a caller must hold: a capability, or `null` for what anyone may ask before a hello. */
export type Needs = Capability | null;

/** A thing that a request is about. Dispatch refuses what the caller's court may not see, as if it did not exist. */
export type Subject =
  | { readonly court: string }
  | { readonly unit: string }
  | { readonly feed: string }
  | { readonly user: string }
  | { readonly device: string }
  | { readonly alarm: string }
  | { readonly order: string }
  | { readonly call: string }
  | { readonly fence: string }
  | { readonly campaign: string }
  | { readonly operation: string }
  | { readonly step: string }
  | { readonly party: string }
  | { readonly grant: string }
  | { readonly source: string }
  | { readonly assist: string }
  | { readonly instruction: string }
  | { readonly token: string };

/** One client→server request. `input` is strict (unknown keys refused), `output` tolerant (old clients survive new servers). */
export type RequestDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = {
  readonly needs: Needs;
  /** Everything the input names that belongs to a court. */
  readonly about?: (input: z.output<Input>) => readonly Subject[];
  readonly input: Input;
  readonly output: Output;
};

/** Keeps the schemas' types while checking the shape. */
export function request<Input extends z.ZodType, Output extends z.ZodType>(
  definition: RequestDefinition<Input, Output>,
): RequestDefinition<Input, Output> {
  return definition;
}
