import { createHash, randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import type { components, paths } from './api.generated.ts';
import { fetchOver } from './fetchOver.ts';

export type Task = components['schemas']['Task'];
export type NewTask = components['schemas']['NewTask'];
export type Step = components['schemas']['Step'];

/** What the hall said no with. */
export class HallRefusal extends Error {
  override readonly name = 'HallRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, problem: unknown) {
    const { code = 'none', detail = '' } = (typeof problem === 'object' && problem !== null ? problem : {}) as { code?: string; detail?: string };
    super(`${status} ${code} ${detail}`);
    this.status = status;
    this.code = code;
  }
}

type Options = { /** `https://host:port`. */ readonly hall: string; readonly token: string; readonly authorityPem: string };

/** The hall's interface as a stranger's program reads it: by the client that is generated from its OpenAPI page, and nothing else. */
export function createHallClient({ hall, token, authorityPem }: Options) {
  const fetchHall = fetchOver(authorityPem);
  const base = `${hall}/api/v1`;
  const client = createClient<paths>({ baseUrl: base, fetch: fetchHall, headers: { authorization: `Bearer ${token}` } });
  const answered = <Data>({ data, error, response }: { data?: Data; error?: unknown; response: Response }): Data => {
    if (data === undefined) throw new HallRefusal(response.status, error);
    return data;
  };
  const put = async (bytes: Buffer, mimeType = 'application/pdf') => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const response = await fetchHall(`${base}/documents/${sha256}`, { method: 'PUT', body: new Uint8Array(bytes), headers: { authorization: `Bearer ${token}`, 'content-type': mimeType } });
    if (!response.ok) throw new HallRefusal(response.status, await response.json());
    return sha256;
  };
  return {
    /** As it is generated. */
    api: client,
    flows: async () => answered(await client.GET('/flows', {})),
    tasks: async (since?: string) => answered(await client.GET('/tasks', { params: { query: { limit: 100, ...(since === undefined ? {} : { since }) } } })),
    task: async (taskId: string) => answered(await client.GET('/tasks/{taskId}', { params: { path: { taskId } } })),
    send: async (task: NewTask, key: string = randomUUID()) => answered(await client.POST('/tasks', { params: { header: { 'idempotency-key': key } }, body: task })),
    step: async ({ taskId, version }: Pick<Task, 'taskId' | 'version'>, step: Step, key: string = randomUUID()) =>
      answered(await client.POST('/tasks/{taskId}/steps', { params: { path: { taskId }, header: { 'idempotency-key': key, 'if-match': `"${version}"` } }, body: step })),
    talk: async ({ taskId, version }: Pick<Task, 'taskId' | 'version'>, talk: { withName: string; words: string }) =>
      answered(await client.POST('/tasks/{taskId}/talks', { params: { path: { taskId }, header: { 'idempotency-key': randomUUID(), 'if-match': `"${version}"` } }, body: talk })),
    personal: async (taskId: string, purpose: string) => answered(await client.POST('/tasks/{taskId}/personal', { params: { path: { taskId } }, body: { purpose } })).values,
    put,
    document: async (taskId: string, sha256: string) => {
      const response = await fetchHall(`${base}/tasks/${taskId}/documents/${sha256}`, { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new HallRefusal(response.status, await response.json());
      return Buffer.from(await response.arrayBuffer());
    },
  };
}
export type HallClient = ReturnType<typeof createHallClient>;
