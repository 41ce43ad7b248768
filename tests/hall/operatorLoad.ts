import type { RequestInput, RequestName, RequestOutput } from '#protocol/contract.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import { commandId, courtCode, type CommandId, type UnitId } from '#protocol/nouns/ids.ts';
import { openOperator, type HallPlace } from '../../sfu/commands/openOperator.ts';
import type { OperatorLink } from '../../sfu/operator/operatorLink.ts';

/** A command that the hall acknowledged, under the name it was asked by. */
export type Acknowledged = { readonly commandId: CommandId; readonly name: RequestName; readonly attempts: number };

/** After which asking again is right: whether the command was done is not known, or it was not. */
const ASK_AGAIN: ReadonlySet<ErrorCode> = new Set(['disconnected', 'timedOut', 'closing', 'logUnavailable']);
const AGAIN_AFTER_MS = 15;
const COURTS = ['闽0203', '闽05', '闽01'] as const;

export function newCommandId(): CommandId {
  return commandId.parse(crypto.randomUUID());
}

/** Asks until it is answered, each time under the same command id. Answers in how many attempts. Errors: what the hall refuses. */
export async function insist<Answer>(ask: () => Promise<Answer>): Promise<{ answer: Answer; attempts: number }> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return { answer: await ask(), attempts };
    } catch (error) {
      if (!(error instanceof AppError) || !ASK_AGAIN.has(error.code)) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }
}

/** Operators who enrol units, rename them, give them new codes and revoke them, one after the other, until told to stop. */
export class OperatorLoad {
  readonly acknowledged: Acknowledged[] = [];
  readonly #place: HallPlace;
  readonly #operators: Promise<void>[];
  #stopped = false;
  #refused: unknown = null;

  constructor(place: HallPlace, { links, each }: { readonly links: number; readonly each: number }) {
    this.#place = place;
    this.#operators = Array.from({ length: links }, (_, index) => this.#operate(index, each).catch((error: unknown) => {
      this.#refused ??= error;
    }));
  }

  /** Lets what was begun be finished. Errors: as `check`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#operators);
    this.check();
  }

  /** Errors: the first thing that was refused. */
  check(): void {
    if (this.#refused !== null) {
      throw this.#refused;
    }
  }

  async #operate(index: number, each: number): Promise<void> {
    let link: Promise<OperatorLink> | null = null;
    const using = async <Answer>(work: (used: OperatorLink) => Promise<Answer>): Promise<Answer> => {
      const used = (link ??= openOperator(this.#place));
      try {
        return await work(await used);
      } catch (error) {
        link = link === used ? null : link;
        used.then((one) => one.close(), () => undefined);
        throw error;
      }
    };
    const ask: Ask = async (name, input) => {
      const { answer, attempts } = await insist(() => using((used) => used.request(name, input))).catch((cause: unknown) => {
        throw new Error(`${name} was refused: ${cause instanceof AppError ? `${cause.code} ${JSON.stringify(cause.params)}` : String(cause)}`, { cause });
      });
      this.acknowledged.push({ commandId: commandIdOf(input), name, attempts });
      return answer;
    };
    const versionOf = async (unitId: UnitId) => {
      const { answer } = await insist(() => using((used) => used.snapshot()));
      return answer.units.find((unit) => unit.unitId === unitId)?.version ?? 0;
    };
    await Promise.all(Array.from({ length: each }, (_, number) => this.#lives(ask, versionOf, `${index}-${number}`)));
    await insist(() => using(async (used) => used.close()));
  }

  async #lives(ask: Ask, versionOf: (unitId: UnitId) => Promise<number>, who: string): Promise<void> {
    for (let count = 0; !this.#stopped; count += 1) {
      const facts = { teamName: '执行一队', kind: 'recorder' as const };
      const court = courtCode.parse(COURTS[count % COURTS.length]);
      const { unit: { unitId } } = await ask('unit.enrol', { commandId: newCommandId(), courtCode: court, name: `单兵 ${who}-${count}`, ...facts });
      // Not the version of the answer: a repeated enrolment comes with a new code, which is a change. From here on a change that had been done twice, or lost, would make the next one a conflict.
      let expectedVersion = await versionOf(unitId);
      for (const name of [`改名 ${who}-${count}`, `再改 ${who}-${count}`]) {
        const { unit } = await ask('unit.change', { commandId: newCommandId(), unitId, expectedVersion, name, ...facts });
        expectedVersion = unit.version;
      }
      await ask('unit.issueCode', { commandId: newCommandId(), unitId });
    }
  }
}

type Ask = <Name extends RequestName>(name: Name, input: RequestInput<Name>) => Promise<RequestOutput<Name>>;

function commandIdOf(input: object): CommandId {
  return commandId.parse('commandId' in input ? input.commandId : undefined);
}
