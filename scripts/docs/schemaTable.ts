import { z } from 'zod';

type JsonSchema = {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
};

/** What the wire carries, as JSON schema. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }) as JsonSchema;
}

/** The fields of an object as a Markdown table; a table a variant. */
export function table(title: string, schema: JsonSchema): string {
  const variants = schema.oneOf ?? schema.anyOf ?? [schema];
  return variants
    .map((variant) => {
      const fields = Object.entries(variant.properties ?? {});
      if (fields.length === 0) {
        return `${title}: empty.`;
      }
      const body = fields.map(([name, field]) => [`\`${name}\`${variant.required?.includes(name) ? '' : '?'}`, describe(field)]);
      return rows([title, 'Type'], body);
    })
    .join('\n\n');
}

/** A Markdown table. */
export function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...body.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

function describe(schema: JsonSchema): string {
  if (schema.const !== undefined) {
    return `\`${JSON.stringify(schema.const)}\``;
  }
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  }
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) {
    return union.map(describe).join(' or ');
  }
  if (schema.type === 'array') {
    const most = schema.maxItems === undefined ? '' : ` (at most ${schema.maxItems})`;
    return `list${most} of ${describe(schema.items ?? {})}`;
  }
  if (schema.type === 'object') {
    const fields = Object.entries(schema.properties ?? {});
    return fields.length === 0
      ? 'object'
      : `{ ${fields.map(([name, field]) => `${name}${schema.required?.includes(name) ? '' : '?'}: ${describe(field)}`).join(', ')} }`;
  }
  return [[schema.type ?? 'any'].flat().join(' or '), schema.format, bounds(schema)].filter(Boolean).join(' ');
}

function bounds(schema: JsonSchema): string | undefined {
  if (schema.maxLength !== undefined) {
    return `(at most ${schema.maxLength} characters)`;
  }
  const { minimum, maximum } = schema;
  if (minimum === undefined && maximum === undefined) {
    return undefined;
  }
  const plain = (value: number | undefined) => (value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? '' : String(value));
  const range = `${plain(minimum)} … ${plain(maximum)}`.trim();
  return range === '…' ? undefined : `(${range})`;
}
