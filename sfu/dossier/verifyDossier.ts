import { createHash, createPublicKey, verify } from 'node:crypto';
import { Map as PersistentMap } from 'immutable';
import { foldTask } from '#domain/tasks/foldTask.ts';
import { canonicalTask, COUNTERSIGN, type SignedContent, type SignedDecision } from '#domain/tasks/signing/canonicalTask.ts';
import { changedSince } from '#domain/tasks/signing/signatureState.ts';
import { eventOf } from '#protocol/events.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { Task, TaskSignature } from '#protocol/tasks/tasks.ts';
import { hallFingerprint, isWrittenByHall, readDossier, type DossierFile } from './dossierFile.ts';

/** Why a signature proves nothing. */
export type SignatureFault = 'unknownKey' | 'otherPerson' | 'keyEnded' | 'content' | 'signature';

/** Who put their name to what, and what it is worth now. */
export type SignedStep = {
  readonly sequence: number;
  readonly at: number;
  readonly name: string;
  readonly step: string;
  readonly words: string | null;
  readonly fault: SignatureFault | null;
  /** What was another when it was signed: the signature is void then. */
  readonly changed: readonly (keyof SignedContent)[];
};

export type DossierVerdict = {
  /** Null where nothing of it can be read. */
  readonly file: DossierFile | null;
  readonly fingerprint: string | null;
  readonly task: Task | null;
  /** Of the file as a whole: it is no dossier, not as the hall wrote it, by another hall than expected, or its entries are not those of the log or the task. */
  readonly faults: readonly ({ readonly kind: 'unreadable' | 'file' | 'foreignKey' | 'task' } | { readonly kind: 'entry'; readonly sequence: number })[];
  readonly signatures: readonly SignedStep[];
};

type Options = {
  /** Fingerprint that the hall must have; null: any. */
  readonly key: string | null;
  readonly entryHash: (entry: Omit<Entry, 'hash'>) => string;
};

/** Everything that can be found wrong without the hall, from the file alone. */
export function verifyDossier(text: string, { key, entryHash }: Options): DossierVerdict {
  const file = readDossier(text);
  if (file === null) {
    return { file, fingerprint: null, task: null, faults: [{ kind: 'unreadable' }], signatures: [] };
  }
  const fingerprint = hallFingerprint(file);
  const { task, signed } = tell(file);
  const badEntries = [...file.entries, ...file.keys].filter(({ hash, ...rest }) => entryHash(rest) !== hash);
  const faults: DossierVerdict['faults'] = [
    ...(isWrittenByHall(file) ? [] : [{ kind: 'file' } as const]),
    ...(key === null || key === fingerprint ? [] : [{ kind: 'foreignKey' } as const]),
    ...badEntries.map(({ sequence }) => ({ kind: 'entry', sequence }) as const),
    ...(task === null || !isInOrder(file) ? [{ kind: 'task' } as const] : []),
  ];
  const signatures = task === null ? [] : signed.map(({ before, entry, decision, signature, stepName }): SignedStep => {
    const fault = signatureFault(file, { before, entry, decision, signature });
    return {
      sequence: entry.sequence, at: entry.at, name: signerOf(entry, decision), step: stepName, words: decision.words, fault,
      changed: fault === null ? changedSince({ ...before, result: decision.result ?? before.result }, task) : [],
    };
  });
  return { file, fingerprint, task, faults, signatures };
}

type Signed = { readonly before: Task; readonly entry: Entry; readonly decision: SignedDecision; readonly signature: TaskSignature };

function signerOf({ actor }: Entry, { onBehalfOf }: SignedDecision): string {
  const name = actor.kind === 'hall' ? '' : actor.name;
  return onBehalfOf === null ? name : `${name}（代 ${onBehalfOf.name}）`;
}

/** The task as its entries tell it, and what was signed on the way. */
function tell({ taskId, entries }: DossierFile): { task: Task | null; signed: (Signed & { stepName: string })[] } {
  let tasks = PersistentMap<TaskId, Task>();
  const signed: (Signed & { stepName: string })[] = [];
  for (const entry of entries) {
    const event = readEvent(entry);
    const before = tasks.get(taskId);
    if (event === null || !isTaskEvent(event)) {
      return { task: null, signed: [] };
    }
    if (before !== undefined && event.name === 'task.stepped' && event.data.signature !== null) {
      const { step, stepName, words, count, result, onBehalfOf, signature } = event.data;
      signed.push({ before, entry, decision: { step, words, count, result, onBehalfOf }, signature, stepName });
    }
    if (before !== undefined && event.name === 'task.countersigned' && event.data.signature !== null) {
      const { agrees, words, signature } = event.data;
      signed.push({ before, entry, decision: { step: COUNTERSIGN, words, count: agrees ? 1 : 0, result: null, onBehalfOf: null }, signature, stepName: agrees ? '会签同意' : '会签不同意' });
    }
    // An archived task is gone from the hall's state, and here it is what it was last.
    tasks = event.name === 'task.archived' ? tasks : foldTask(tasks, event);
  }
  return { task: tasks.get(taskId) ?? null, signed };
}

/** Null also for an entry whose data do not fit its name: nobody knows who wrote the file. */
function readEvent(entry: Entry): ReturnType<typeof eventOf> {
  try {
    return eventOf(entry);
  } catch {
    return null;
  }
}

type TaskEvent = Parameters<typeof foldTask>[1];

function isTaskEvent(event: { readonly name: string }): event is TaskEvent {
  return event.name.startsWith('task.');
}

function isInOrder({ taskId, entries }: DossierFile): boolean {
  const [first] = entries;
  return first?.name === 'task.created' && entries.every(({ subject, version, sequence }, index) => subject === `task/${taskId}` && version === index + 1 && sequence > (entries[index - 1]?.sequence ?? 0));
}

function signatureFault({ keys }: DossierFile, { before, entry, decision, signature }: Signed): SignatureFault | null {
  const enrolments = keys.flatMap((keyEntry) => {
    const event = readEvent(keyEntry);
    return event?.name === 'signing.keyEnrolled' && event.data.keyId === signature.keyId && event.data.keyId === sha256(Buffer.from(event.data.publicKey, 'base64')) ? [{ keyEntry, data: event.data }] : [];
  });
  const [enrolment] = enrolments;
  if (enrolment === undefined || enrolment.keyEntry.sequence > entry.sequence) return 'unknownKey';
  const { data: { userId, publicKey }, keyEntry } = enrolment;
  const people = [keyEntry.actor, entry.actor].map((who) => (who.kind === 'person' ? who.userId : null));
  if (people.some((person) => person !== userId)) return 'otherPerson';
  const ended = keys.some((other) => {
    const event = readEvent(other);
    return event?.name === 'signing.keyRevoked' && event.data.keyId === signature.keyId && other.sequence < entry.sequence;
  });
  if (ended) return 'keyEnded';
  const text = canonicalTask(before, decision);
  if (sha256(Buffer.from(text)) !== signature.contentHash) return 'content';
  return isSigned(text, publicKey, signature.signature) ? null : 'signature';
}

function isSigned(text: string, publicKey: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'base64').toString('base64url') }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
