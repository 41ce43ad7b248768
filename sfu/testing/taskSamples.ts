import type { Handlers } from '../ports/session.ts';
import type { RequestInput } from '#protocol/contract.ts';
import { newCommandId } from './newCommandId.ts';

type TaskRequest = Extract<keyof Handlers, `task.${string}` | `taskDraft.${string}` | `signing.${string}` | `paper.${string}` | 'deputy.end'>;

/** About a task that is not there, and by a flow that is not: refused, and so changes nothing. */
const one = () => ({ commandId: newCommandId(), taskId: crypto.randomUUID(), expectedVersion: 1 });
const content = { title: '冻结银行存款', to: { kind: 'court' as const, courtCode: '闽', courtName: '' }, caseNumber: null, urgent: false, limitDays: null, form: {}, operationId: null, contact: '', documents: [] };
const EMPTY_DRAFT = { flowId: null, itemId: null, to: null, caseNumber: '', title: '', urgent: false, limitDays: null, contact: '', form: {}, operationId: null, documents: [] };
const words = '测试';
const base64 = (count: number) => Buffer.alloc(count).toString('base64');
const sealed = { salt: base64(16), kdf: { name: 'scrypt', logN: 15, r: 8, p: 1 }, proof: base64(32), hallShare: base64(32), sealedKey: base64(60) } as const;
/** Not proven to be one's own, and so refused. */
const newKey = { algorithm: 'Ed25519', publicKey: base64(32), possession: base64(64), ...sealed } as const;

/** A well-formed input for each request about tasks. */
export const TASK_SAMPLES: { readonly [Name in TaskRequest]: () => RequestInput<Name> } = {
  'task.create': () => ({ commandId: newCommandId(), flowId: 'noSuchFlow', itemId: 'noSuchItem', ...content }),
  'task.edit': () => ({ ...one(), ...content }),
  'task.act': () => ({ ...one(), step: 'noSuchStep' }),
  'task.addDocuments': () => ({ ...one(), documents: [{ documentId: 'a'.repeat(64), name: '裁定书.pdf', mimeType: 'application/pdf', totalBytes: 1, paperId: null }] }),
  'task.talk': () => ({ ...one(), withName: '林某', words }),
  'task.urge': () => ({ ...one(), words }),
  'task.progress': () => ({ ...one(), percent: 50, words }),
  'task.askCountersign': () => ({ ...one(), userIds: [crypto.randomUUID()], words }),
  'task.countersign': () => ({ ...one(), agrees: true, words, signature: null }),
  'task.open': () => ({ taskId: crypto.randomUUID() }),
  'task.list': () => ({ box: 'all', filter: {}, sort: 'newest', after: null, limit: 10 }),
  'task.counts': () => ({}),
  'taskDraft.list': () => ({}),
  'taskDraft.open': () => ({ taskDraftId: crypto.randomUUID() }),
  'taskDraft.save': () => ({ taskDraftId: crypto.randomUUID(), draft: EMPTY_DRAFT, expectedRevision: 0 }),
  'taskDraft.discard': () => ({ taskDraftId: crypto.randomUUID() }),
  'task.figures': () => ({ from: 0, until: 1, by: 'court' }),
  'task.between': () => ({ from: 0, until: 1 }),
  'task.readDocument': () => ({ taskId: crypto.randomUUID(), documentId: 'a'.repeat(64), offset: 0 }),
  'task.exportDossier': () => ({ taskId: crypto.randomUUID(), purpose: '核对签名' }),
  'paper.make': () => ({ ...one(), templateId: 'noSuchTemplate' }),
  'paper.verify': () => ({ code: '2222-2222-2222', sha256: null }),
  'deputy.end': () => ({ commandId: newCommandId(), deputyshipId: crypto.randomUUID(), reason: words }),
  'signing.mine': () => ({}),
  'signing.enrol': () => ({ commandId: newCommandId(), key: newKey, password: null }),
  'signing.unlock': () => ({ proof: base64(32) }),
  'signing.changePin': () => ({ commandId: newCommandId(), proof: base64(32), next: sealed }),
  'signing.renew': () => ({ commandId: newCommandId(), proof: base64(32), key: newKey }),
  'signing.revoke': () => ({ commandId: newCommandId(), reason: words }),
  'task.openPersonal': () => ({ commandId: newCommandId(), taskId: crypto.randomUUID(), purpose: '核对身份' }),
};
