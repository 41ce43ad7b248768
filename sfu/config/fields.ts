import { z } from 'zod';
import { configSchema } from './schema.ts';

/** One leaf of the settings. */
export type Field = {
  /** Path in the file, such as `media.basePort`. */
  readonly name: string;
  readonly path: readonly string[];
  readonly env: string;
  readonly kind: 'number' | 'boolean' | 'list' | 'text';
  readonly description: string;
  /** As JSON; null when it depends on the machine or is empty. */
  readonly fallback: string | null;
};

/** Defaults that are read from the machine and would make the table differ from place to place. */
const MACHINE_DEFAULTS = new Set(['publicHosts', 'storageDir', 'fieldDir', 'rulesDir', 'media.workers', 'media.announcedAddress']);

const metaSchema = z.object({ description: z.string(), env: z.string().optional() });

/** Every setting, in the order of the schema. */
export function configFields(): Field[] {
  return leavesOf(configSchema, []);
}

/** The settings as a Markdown table for the docs. */
export function configTable(): string {
  const rows = configFields().map(
    ({ name, env, description, fallback }) => `| \`${name}\` | \`${env}\` | ${fallback === null ? '' : `\`${fallback}\``} | ${description} |`,
  );
  return ['| file | environment | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function leavesOf(schema: z.ZodType, path: readonly string[]): Field[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape).flatMap(([key, child]) => leavesOf(child as z.ZodType, [...path, key]));
  }
  const { description, env } = metaSchema.parse(schema.meta() ?? {});
  const name = path.join('.');
  return [{ name, path, env: env ?? envNameOf(path), kind: kindOf(inner), description, fallback: fallbackOf(schema, name) }];
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.in as z.ZodType) : schema;
}

function kindOf(schema: z.ZodType): Field['kind'] {
  if (schema instanceof z.ZodNumber) {
    return 'number';
  }
  if (schema instanceof z.ZodBoolean) {
    return 'boolean';
  }
  return schema instanceof z.ZodArray ? 'list' : 'text';
}

function fallbackOf(schema: z.ZodType, name: string): string | null {
  if (MACHINE_DEFAULTS.has(name)) {
    return null;
  }
  const parsed = schema.safeParse(undefined);
  return parsed.success && parsed.data !== null ? JSON.stringify(parsed.data) : null;
}

function envNameOf(path: readonly string[]): string {
  return `HALL_${path.map((part) => part.replace(/[A-Z]/g, '_$&').toUpperCase()).join('_')}`;
}
