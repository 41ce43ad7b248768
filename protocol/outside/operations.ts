import { z } from 'zod';
import { DOCUMENT_MAX_BYTES } from '../field/documents.ts';
import { partnerId, taskId } from '../nouns/ids.ts';
import { delivery } from './delivery.ts';
import * as shapes from './shapes.ts';

/** Where everything of it lies. */
export const API_PREFIX = '/api/v1';
export const MAX_JSON_BYTES = 512 * 1024;
/** What `PUT /documents` takes. */
export const MAX_FILE_BYTES = DOCUMENT_MAX_BYTES;

/** One operation of the interface. `body`: a schema of JSON, or `bytes`. */
export type Operation = {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the prefix, with `{name}` for what `params` has. */
  readonly path: string;
  readonly summary: string;
  /** `bearer`: the token; `signature`: of the body, as Standard Webhooks has it; `none`: anybody. */
  readonly security: 'bearer' | 'signature' | 'none';
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly headers: z.ZodObject;
  readonly body: z.ZodType | 'bytes' | null;
  readonly status: 200 | 201;
  readonly answer: z.ZodType | 'bytes';
};

const nothing = z.object({});
const ofTask = z.object({ taskId });
/** Given by the caller: the same key is answered, not done again. */
const idempotencyKey = z.string().regex(/^[\x21-\x7e]{8,128}$/);
const once = z.object({ 'idempotency-key': idempotencyKey });
const onceOver = once.extend({ /** ETag of the task that was read. */ 'if-match': z.string().regex(/^"\d{1,9}"$/) });
const base = { security: 'bearer', params: nothing, query: nothing, headers: nothing, body: null, status: 200 } as const;

/** Everything that another centre's system may call; routes, checks and the OpenAPI page derive from it. */
export const OPERATIONS = {
  readOpenApi: { ...base, method: 'GET', path: '/openapi.json', summary: '本接口的 OpenAPI 描述', security: 'none', answer: z.looseObject({}) },
  listFlows: { ...base, method: 'GET', path: '/flows', summary: '可跨省办理的流程、事项、表单与收文法院', answer: shapes.outsideFlows },
  sendTask: { ...base, method: 'POST', path: '/tasks', summary: '向本省法院发送一件委托；文书须先用 PUT /documents 上传', headers: once, body: shapes.newTask, status: 201, answer: shapes.outsideTask },
  listTasks: { ...base, method: 'GET', path: '/tasks', summary: '与贵方有关的任务，按变动先后；用 next 接着读', query: z.object({ since: z.string().regex(/^\d{1,15}_[0-9a-f-]{36}$/).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }), answer: shapes.taskList },
  readTask: { ...base, method: 'GET', path: '/tasks/{taskId}', summary: '一件任务的状态、历史与期限', params: ofTask, answer: shapes.outsideTask },
  takeStep: { ...base, method: 'POST', path: '/tasks/{taskId}/steps', summary: '贵方一侧办理一步：签收、退回、反馈……可办的步骤见任务的 steps', params: ofTask, headers: onceOver, body: shapes.stepOfTask, answer: shapes.outsideTask },
  noteTalk: { ...base, method: 'POST', path: '/tasks/{taskId}/talks', summary: '登记一次沟通；退回之前必须先沟通', params: ofTask, headers: onceOver, body: shapes.talkOfTask, answer: shapes.outsideTask },
  openPersonal: { ...base, method: 'POST', path: '/tasks/{taskId}/personal', summary: '说明用途后查看表单中的个人信息；每次查看都会留痕', params: ofTask, body: shapes.personalLook, answer: shapes.personalValues },
  readDocument: { ...base, method: 'GET', path: '/tasks/{taskId}/documents/{sha256}', summary: '任务卷宗中的一份文书；内部材料不提供，答 403 internalPaper', params: ofTask.extend({ sha256: shapes.sha256 }), answer: 'bytes' },
  putDocument: { ...base, method: 'PUT', path: '/documents/{sha256}', summary: '上传一份文书（PDF、JPEG、PNG），地址为其 SHA-256', params: z.object({ sha256: shapes.sha256 }), body: 'bytes', answer: shapes.storedDocument },
  deliver: { ...base, method: 'POST', path: '/webhooks/{partnerId}', summary: '以签名通知代替调用：贵方一侧办理了一步', security: 'signature', params: z.object({ partnerId }), headers: z.object({ 'webhook-id': z.string(), 'webhook-timestamp': z.string(), 'webhook-signature': z.string() }), body: shapes.receivedDelivery, answer: shapes.deliveryAnswer },
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof OPERATIONS;

/** Those that have names in the OpenAPI page. */
export const NAMED_SHAPES = {
  Task: shapes.outsideTask,
  NewTask: shapes.newTask,
  Step: shapes.stepOfTask,
  Flows: shapes.outsideFlows,
  Problem: shapes.problem,
  Delivery: delivery,
  ReceivedDelivery: shapes.receivedDelivery,
} as const;
