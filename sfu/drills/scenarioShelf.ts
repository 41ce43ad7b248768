import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import canonicalize from 'canonicalize';
import { AppError } from '#protocol/errors.ts';
import { scenario as scenarioSchema, type Scenario } from '#protocol/scenario/scenario.ts';

/** Files that exercises were played from, named by what is in them: the score is reckoned by the very file that the log names. */
export class ScenarioShelf {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** `folder`: the hall's storage. */
  static create({ folder }: { readonly folder: string }): ScenarioShelf {
    return new ScenarioShelf(path.join(folder, 'scenarios'));
  }

  /** Durable when it resolves; answers its SHA-256. Errors: what the disk says. */
  async put(scenario: Scenario): Promise<string> {
    const text = canonicalize(scenario) ?? '';
    const hash = createHash('sha256').update(text).digest('hex');
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const unfinished = path.join(this.#folder, `.${randomUUID()}`);
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, this.#fileOf(hash));
    return hash;
  }

  /** Errors: notFound for one that is not there, or not whole. */
  async read(hash: string): Promise<Scenario> {
    const text = await readFile(this.#fileOf(hash), 'utf8').catch((cause: unknown) => {
      throw new AppError('notFound', { params: { what: 'scenario' }, cause });
    });
    if (createHash('sha256').update(text).digest('hex') !== hash) {
      throw new AppError('notFound', { params: { what: 'scenario' }, detail: 'the file of the scenario was changed' });
    }
    return scenarioSchema.parse(JSON.parse(text));
  }

  #fileOf(hash: string): string {
    return path.join(this.#folder, `${hash}.scenario.json`);
  }
}
