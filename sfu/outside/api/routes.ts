import type { z } from 'zod';
import { AppError } from '#protocol/errors.ts';
import { OPERATIONS, type Operation, type OperationId } from '#protocol/outside/operations.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import type { ServiceRequest } from '../../ports/page.ts';

type Table = typeof OPERATIONS;
type BodyOf<Body> = Body extends z.ZodType ? z.output<Body> : Body extends 'bytes' ? Buffer : null;

/** A call that fits its operation. */
export type Call<Id extends OperationId> = {
  readonly params: z.output<Table[Id]['params']>;
  readonly query: z.output<Table[Id]['query']>;
  readonly headers: z.output<Table[Id]['headers']>;
  readonly body: BodyOf<Table[Id]['body']>;
  /** As it came. */
  readonly request: ServiceRequest;
} & (Table[Id]['security'] extends 'bearer' ? { readonly partner: Partner } : unknown);
export type Bytes = { readonly bytes: Buffer; readonly mimeType: string };
type AnswerOf<Id extends OperationId> = Table[Id]['answer'] extends z.ZodType ? z.input<Table[Id]['answer']> : Bytes;

/** What answers each operation. Forgetting one is a compile error. */
export type ApiHandlers = { readonly [Id in OperationId]: (call: Call<Id>) => AnswerOf<Id> | Promise<AnswerOf<Id>> };

export type Route = { readonly id: OperationId; readonly operation: Operation; readonly params: Readonly<Record<string, string>> };

const ROUTES = (Object.entries(OPERATIONS) as [OperationId, Operation][]).map(([id, operation]) => ({ id, operation, pattern: new RegExp(`^${operation.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)').replaceAll('.', '\\.')}$`) }));

/** The operation of a call. Errors: unknownMethod (no such path, or not by this method). */
export function routeOf({ method, path }: { readonly method: string; readonly path: string }): Route {
  for (const { id, operation, pattern } of ROUTES) {
    const match = operation.method === method ? pattern.exec(path) : null;
    if (match !== null) {
      return { id, operation, params: { ...match.groups } };
    }
  }
  throw new AppError('unknownMethod');
}

/** Everything of the call, read by its operation's schemas. Errors: badInput, idempotencyKeyNeeded, versionNeeded, notFound. */
export function readCall({ operation, params }: Route, request: ServiceRequest) {
  const { headers, body } = operation;
  return {
    // An id that is none is one of nothing.
    params: parsed(operation.params, params, 'notFound'),
    query: parsed(operation.query, Object.fromEntries(new URLSearchParams(request.query)), 'badInput'),
    headers: readHeaders(headers, request.headers),
    body: body === 'bytes' ? request.bytes : body === null ? null : parsed(body, jsonOf(request.body), 'badInput'),
  };
}

function readHeaders(schema: z.ZodObject, headers: ServiceRequest['headers']): unknown {
  const wanted = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, headers[name]]));
  const read = schema.safeParse(wanted);
  if (read.success) return read.data;
  const missing = read.error.issues[0]?.path[0];
  throw new AppError(missing === 'idempotency-key' ? 'idempotencyKeyNeeded' : missing === 'if-match' ? 'versionNeeded' : 'badSender');
}

function parsed(schema: z.ZodType, value: unknown, code: 'badInput' | 'notFound'): unknown {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new AppError(code, { detail: issue === undefined ? code : `${issue.path.join('.') || 'body'}: ${issue.message}` });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('badInput', { detail: 'the body is no JSON' });
  }
}
