import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { configFields, type Field } from './fields.ts';
import { parseConfig, type Config } from './schema.ts';

/** A setting is wrong; `message` is one line that names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Variables with the prefix that are not settings: where the file is, and what clients on the same machine are told. */
const OTHER_VARIABLES = new Set(['HALL_CONFIG', 'HALL_URL']);

/** What is wrong with them is said, but not what they are. */
const SECRETS = new Set(['metricsToken', 'databaseUrl', 'oidc.clientSecret', 'connectors']);

type Tree = { [key: string]: unknown };

/**
 * Settings from the file (`HALL_CONFIG`, else `hall.json` in the storage folder when it is there), overruled by the
 * environment. Errors: ConfigError.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const fields = configFields();
  const file = configFileOf(env);
  const input = file === null ? {} : readTree(file);
  for (const field of fields) {
    const value = env[field.env];
    if (value !== undefined && value !== '') {
      setAt(input, field.path, fromText(field, value));
    }
  }
  refuseUnknownVariables(env, fields);
  try {
    return parseConfig(input);
  } catch (error) {
    if (error instanceof z.ZodError) {
      throw new ConfigError(describe(error, { input, env, fields, file }));
    }
    throw error;
  }
}

function configFileOf(env: Readonly<Record<string, string | undefined>>): string | null {
  const named = env['HALL_CONFIG'];
  if (named !== undefined && named !== '') {
    return path.resolve(named);
  }
  const usual = path.resolve(env['HALL_STORAGE_DIR'] || 'storage', 'hall.json');
  return existsSync(usual) ? usual : null;
}

function readTree(file: string): Tree {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`HALL_CONFIG: ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isTree(value)) {
      return value;
    }
  } catch {
    // Said below, in the same words as for JSON that is no object.
  }
  throw new ConfigError(`${file}: must be a JSON object`);
}

/** Text that is not of the field's kind is passed on as it is: the schema then says what it must be. */
function fromText(field: Field, value: string): unknown {
  switch (field.kind) {
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    case 'boolean':
      return { true: true, '1': true, false: false, '0': false }[value] ?? value;
    case 'list':
      return value.split(',').map((item) => item.trim()).filter((item) => item !== '');
    case 'text':
    default:
      return value;
  }
}

function setAt(tree: Tree, keys: readonly string[], value: unknown): void {
  const [key = '', ...rest] = keys;
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const child = tree[key] ?? {};
  // A group that is no object stays as it is, for the schema to refuse.
  if (isTree(child)) {
    tree[key] = child;
    setAt(child, rest, value);
  }
}

/** A mistyped name must not silently leave the default in force. */
function refuseUnknownVariables(env: Readonly<Record<string, string | undefined>>, fields: readonly Field[]): void {
  const known = new Set([...fields.map((field) => field.env), ...OTHER_VARIABLES]);
  const unknown = Object.keys(env).find((name) => name.startsWith('HALL_') && !known.has(name));
  if (unknown !== undefined) {
    throw new ConfigError(`${unknown}: no such setting`);
  }
}

type Sources = {
  readonly input: Tree;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fields: readonly Field[];
  readonly file: string | null;
};

function describe(error: z.ZodError, { input, env, fields, file }: Sources): string {
  const issue = error.issues[0];
  if (issue === undefined) {
    return 'the settings are wrong';
  }
  const keys = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return `${file ?? 'settings'}: ${[...keys, issue.keys[0] ?? ''].join('.')}: no such setting`;
  }
  const field = fields.find(({ path: own }) => own.every((key, index) => keys[index] === key));
  const value = keys.reduce<unknown>((node, key) => (isTree(node) || Array.isArray(node) ? (node as Tree)[key] : undefined), input);
  const fromEnv = field !== undefined && env[field.env] !== undefined && env[field.env] !== '';
  const name = fromEnv ? field.env : `${file ?? 'settings'}: ${keys.join('.')}`;
  // A secret that is wrong is still a secret, and so is a group that holds one.
  const secret = fields.some((one) => SECRETS.has(one.name) && keys.every((key, index) => index >= one.path.length || one.path[index] === key));
  return secret ? `${name}: ${issue.message}` : `${name}: ${issue.message}, got ${clip(JSON.stringify(value))}`;
}

function clip(text: string | undefined): string {
  return text === undefined ? 'nothing' : text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
