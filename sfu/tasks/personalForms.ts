import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { partForm } from '#domain/tasks/form/partForm.ts';
import type { KeptForm } from '#domain/tasks/decide/createTask.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { FormField } from '#protocol/tasks/flows.ts';
import { formValues, type FormValues } from '#protocol/tasks/tasks.ts';
import { asUnavailable } from '../ports/journal.ts';
import type { SecretSeal } from '../ports/secretSeal.ts';
import type { TaskFormStore } from '../ports/stores.ts';

const SALT_BYTES = 16;
const kept = z.object({ salt: z.string(), values: formValues });

/** A form that was parted: what goes into the log, and what is put beside it in the same transaction. */
export type SealedForm = { readonly kept: KeptForm; readonly putInto: (store: TaskFormStore, taskId: TaskId) => Promise<void> };

/** Personal values of forms: sealed beside the log, bound to it by a salted hash. */
export class PersonalForms {
  readonly #store: TaskFormStore;
  readonly #seal: SecretSeal;

  constructor({ store, seal }: { readonly store: TaskFormStore; readonly seal: SecretSeal }) {
    this.#store = store;
    this.#seal = seal;
  }

  part(fields: readonly FormField[], values: FormValues): SealedForm {
    const { open, personal } = partForm(fields, values);
    const content = { salt: randomBytes(SALT_BYTES).toString('hex'), values: personal };
    const text = canonicalize(content) ?? '';
    const isEmpty = Object.keys(personal).length === 0;
    return {
      kept: { form: open, personalHash: isEmpty ? null : createHash('sha256').update(text).digest('hex') },
      // Also an empty one, so that what was there before is gone.
      putInto: (store, taskId) => store.put(taskId, this.#seal.seal(text, taskId)),
    };
  }

  /** Errors: logUnavailable. */
  async valuesOf(taskId: TaskId): Promise<FormValues> {
    const sealed = await this.#store.find(taskId).catch(asUnavailable);
    const text = sealed === undefined ? null : this.#seal.open(sealed, taskId);
    return text === null ? {} : kept.parse(JSON.parse(text)).values;
  }
}
