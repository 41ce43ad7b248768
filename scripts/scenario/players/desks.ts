import { setTimeout as pause } from 'node:timers/promises';
import type { RequestInput, RequestName, RequestOutput } from '#protocol/contract.ts';
import { isRequestName, requests } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { Scenario } from '#protocol/scenario/scenario.ts';
import { newCommandId } from '../../../sfu/operator/commandLine.ts';
import type { HallLink } from '../../../renderer/link/hallLink.ts';
import type { LogFollower } from '../hall/logFollower.ts';
import { openLink, type ExerciseHall } from '../hall/openLink.ts';
import { ScenarioError, versionFor } from './resolveInput.ts';

type Person = Scenario['people'][number];

type Options = {
  readonly hall: ExerciseHall;
  readonly people: readonly Person[];
  /** By the people's names in the file. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly log: LogFollower;
  /** Whether the desks of the staff are the runner's; else people sit there, and it connects for a moment only. */
  readonly holdsDesks: boolean;
};

const CONFLICT_ATTEMPTS = 4;
/** The clock of the hall may walk a long way in one request. */
const ANSWER_WITHIN_MS = 60_000;
const BUSY_PAUSE_MS = 250;

/** People of the exercise, each with a session of their own. */
export class Desks {
  readonly #options: Options;
  readonly #links = new Map<string, Promise<HallLink>>();

  private constructor(options: Options) {
    this.#options = options;
  }

  static create(options: Options): Desks {
    return new Desks(options);
  }

  /** Opens the desks that are manned from the start. Errors: what the hall answers. */
  async man(): Promise<void> {
    if (this.#options.holdsDesks) {
      await Promise.all(this.#options.people.filter(({ desk }) => desk === true).map(({ ref }) => this.#link(ref)));
    }
  }

  async setOpen(ref: string, open: boolean): Promise<void> {
    if (!this.#options.holdsDesks) {
      return;
    }
    if (open) {
      await this.#link(ref);
      return;
    }
    const link = this.#links.get(ref);
    this.#links.delete(ref);
    (await link)?.close();
  }

  /** The person asks; `commandId` and a version that is left out are filled in, and read anew when somebody else was quicker. Errors: what the hall answers. */
  async ask(ref: string, name: string, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    if (!isRequestName(name)) {
      throw new ScenarioError(`没有 ${name} 这种请求`);
    }
    const command = 'shape' in requests[name].input && 'commandId' in requests[name].input.shape ? { commandId: newCommandId() } : {};
    for (let attempt = 1; ; attempt += 1) {
      const version = versionFor(name, input, { state: this.#options.log.state, courtCode: this.#personOf(ref).court });
      const filled = { ...command, ...(version === undefined ? {} : { expectedVersion: version }), ...input };
      try {
        return await this.request(ref, name, filled as never);
      } catch (error) {
        const code = error instanceof AppError ? error.code : null;
        if (attempt >= CONFLICT_ATTEMPTS || (code !== 'conflict' && code !== 'tooManyRequests')) {
          throw error;
        }
        await pause(code === 'conflict' ? 0 : BUSY_PAUSE_MS);
        await this.#options.log.catchUp();
      }
    }
  }

  /** As it stands. Errors: what the hall answers. */
  async request<Name extends RequestName>(ref: string, name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> {
    const link = await this.#link(ref);
    try {
      const answer = await link.request(name, input, { timeoutMs: ANSWER_WITHIN_MS });
      // What was decided is read before anybody goes by it.
      await this.#options.log.catchUp();
      return answer;
    } finally {
      if (this.#personOf(ref).desk === true && !this.#options.holdsDesks) {
        this.#links.delete(ref);
        link.close();
      }
    }
  }

  /** Idempotent. */
  async close(): Promise<void> {
    const links = await Promise.allSettled(this.#links.values());
    this.#links.clear();
    links.forEach((link) => link.status === 'fulfilled' && link.value.close());
  }

  #link(ref: string): Promise<HallLink> {
    const known = this.#links.get(ref);
    if (known !== undefined) {
      return known;
    }
    const { hall, tokens } = this.#options;
    const link = openLink({ hall, token: tokens.get(ref) ?? '', purpose: 'desk', name: this.#personOf(ref).name });
    this.#links.set(ref, link);
    link.catch(() => this.#links.delete(ref));
    return link;
  }

  #personOf(ref: string): Person {
    const person = this.#options.people.find((one) => one.ref === ref);
    if (person === undefined) {
      throw new ScenarioError(`没有 ${ref} 这个人`);
    }
    return person;
  }
}
