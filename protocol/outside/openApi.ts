import { z } from 'zod';
import { DOCUMENT_TYPES } from '../field/documents.ts';
import { API_PREFIX, NAMED_SHAPES, OPERATIONS, type Operation } from './operations.ts';

type Json = Record<string, unknown>;

/** The interface as OpenAPI 3.1 has it; the same bytes for the same program. */
export function openApi(): Json {
  const paths: Record<string, Json> = {};
  for (const [operationId, operation] of Object.entries(OPERATIONS) as [string, Operation][]) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationOf(operationId, operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: '执行指挥中心 事项委托外部接口', version: '1.0.0', description: '各省执行指挥中心之间收发事项委托的接口。说明见 docs/outside-tasks.md。' },
    servers: [{ url: API_PREFIX }],
    security: [{ token: [] }],
    paths,
    webhooks: {
      taskChanged: {
        post: {
          operationId: 'receiveDelivery',
          summary: '本中心向贵方通知地址发出的签名通知（Standard Webhooks）；以 2xx 应答即为收到',
          parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({ name, in: 'header', required: true, schema: { type: 'string' } })),
          requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Delivery' } } } },
          responses: { '200': { description: '收到' } },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: '登记协作方时发放的令牌' } },
      schemas: Object.fromEntries(Object.entries(NAMED_SHAPES).map(([name, shape]) => [name, schemaOf(shape, isWritten(name) ? 'input' : 'output')])),
      responses: { Problem: { description: '未能办理；detail 说明原因与办法', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
    },
  };
}

function operationOf(operationId: string, { summary, security, params, query, headers, body, status, answer }: Operation): Json {
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(query, 'query'), ...parametersOf(headers, 'header')];
  return {
    operationId,
    summary,
    ...(security === 'bearer' ? {} : { security: [] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null ? {} : { requestBody: { required: true, content: body === 'bytes' ? bytes() : json(body, 'input') } }),
    responses: {
      [status]: { description: '成功', content: answer === 'bytes' ? bytes() : json(answer, 'output') },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function parametersOf(shape: z.ZodObject, place: 'path' | 'query' | 'header'): Json[] {
  return Object.entries(shape.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(schema, undefined).success,
    schema: schemaOf(schema, place === 'query' ? 'output' : 'input'),
  }));
}

function json(shape: z.ZodType, io: 'input' | 'output'): Json {
  const name = Object.entries(NAMED_SHAPES).find(([, named]) => named === shape)?.[0];
  return { 'application/json': { schema: name === undefined ? schemaOf(shape, io) : { $ref: `#/components/schemas/${name}` } } };
}

function bytes(): Json {
  return Object.fromEntries(DOCUMENT_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
}

function schemaOf(shape: unknown, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape as z.ZodType, { io, target: 'draft-2020-12', reused: 'inline' });
  return schema;
}

function isWritten(name: string): boolean {
  return name === 'NewTask' || name === 'Step' || name === 'ReceivedDelivery';
}
