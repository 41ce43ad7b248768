import type { SignedDecision } from '#domain/tasks/signing/canonicalTask.ts';
import type { TaskActor } from '#domain/tasks/decide/taskEvent.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { CommandId, CourtCode, TaskId, TokenId, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Actor } from '#protocol/nouns/log.ts';
import type { FormValues, Task, TaskEnd, TaskSignature } from '#protocol/tasks/tasks.ts';

type As = {
  /** Null for what the hall does of itself. */
  readonly commandId: CommandId | null;
  readonly by: TaskActor;
  readonly actor: Actor;
  readonly via: TokenId | null;
};

/** Something that happened to a task and is durable; `what` as in its history. */
export type TaskChange = { readonly task: Task; readonly what: string; readonly at: number };

/** Tasks, for those who act for another province's centre or for the hall: the same rules as a person's. */
export interface TaskDesk {
  /** Errors: as `task.create`. */
  create(input: Omit<RequestData<'task.create'>, 'commandId'>, as: As & { /** Of a partner's. */ readonly from?: TaskEnd }): Promise<Task>;
  /** Errors: as `task.act`. */
  act(input: Omit<RequestData<'task.act'>, 'commandId'>, as: As): Promise<Task>;
  /** Personal values of the form; the look and its purpose are logged, in the court that it concerns. Whether the caller may is the caller's to know. */
  openPersonal(look: { readonly taskId: TaskId; readonly purpose: string; readonly courtCode: CourtCode }, as: Pick<As, 'commandId' | 'actor' | 'via'>): Promise<FormValues>;
  /** Called in the order of the log. Returns its own undoing. */
  onChanged(listener: (change: TaskChange) => void): () => void;
}

/** Whether a signature is this person's, over what is decided. */
export interface SignatureCheck {
  /** Over the task as it is now and what is decided about it. Errors: badSignature, logUnavailable. */
  check(signed: { readonly userId: UserId; readonly task: Task; readonly decision: SignedDecision; readonly signature: TaskSignature; readonly at: number }): Promise<void>;
}

/** For whom somebody may act (审批权委托). */
export interface Deputies {
  principalsOf(userId: UserId, about: { readonly flowId: string; readonly at: number }): readonly User[];
}
