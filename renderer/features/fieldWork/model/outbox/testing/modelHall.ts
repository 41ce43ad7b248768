import { canonicalReport } from '#domain/reports/canonicalReport.ts';
import type { RequestInput, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { reportId, type UnitId } from '#protocol/nouns/ids.ts';
import { bytesOf } from '../../../../../link/base64.ts';
import { FakeHallLink } from '../../../../../link/fakeHallLink.ts';
import { sha256 } from '../../../../../platform/sha256.ts';
import type { AnswerName, ReportInput } from '../outboxItem.ts';

const ANSWERS = ['instruction.read', 'instruction.accept', 'instruction.refuse', 'instruction.finish'] as const satisfies readonly AnswerName[];

/** What a request meets on its way: it arrives and is answered, is lost, or is carried out while its answer is lost. */
export type Fate = 'passes' | 'lost' | 'unanswered';

/** The hall as far as an outbox sees it: a command counts once, pictures grow piece by piece and outlive restarts. */
export class ModelHall {
  readonly reports: ReportInput[] = [];
  readonly answers: string[] = [];
  readonly #done = new Map<string, RequestOutput<'report.submit'> | null>();
  readonly #parts = new Map<string, Uint8Array<ArrayBuffer>>();

  bytesOf(pictureId: string): Uint8Array<ArrayBuffer> | undefined {
    return this.#parts.get(pictureId);
  }

  /** A line to it that is online. `fate` is asked at each request and may never answer: then the page is dead. */
  line(unitId: UnitId, fate: () => Promise<Fate> = () => Promise.resolve('passes')): FakeHallLink {
    const link = new FakeHallLink();
    const meet = async <Value>(work: () => Value | Promise<Value>): Promise<Value> => {
      const met = await fate();
      if (met === 'lost') throw new AppError('timedOut');
      const value = await work();
      if (met === 'unanswered') throw new AppError('timedOut');
      return value;
    };
    link.answers['report.putPicture'] = (input) => meet(() => this.#put(input));
    link.answers['report.submit'] = (input) => meet(() => this.#submit(unitId, input));
    for (const name of ANSWERS) {
      link.answers[name] = (input: { commandId: string }) => meet(() => this.#answer(input.commandId) as never);
    }
    link.goOnline({ unit: { unitId, name: '单兵09', teamName: '', courtName: '' } });
    return link;
  }

  #put({ pictureId, totalBytes, offset, base64 }: RequestInput<'report.putPicture'>): { receivedBytes: number } {
    const part = this.#parts.get(pictureId) ?? new Uint8Array(0);
    const piece = bytesOf(base64);
    if (offset !== part.length || part.length === totalBytes) return { receivedBytes: part.length };
    this.#parts.set(pictureId, Uint8Array.from([...part, ...piece]));
    return { receivedBytes: part.length + piece.length };
  }

  async #submit(unitId: UnitId, input: RequestInput<'report.submit'>): Promise<RequestOutput<'report.submit'>> {
    const before = this.#done.get(input.commandId);
    if (before) return before;
    const { picture } = input;
    if (picture && this.#parts.get(picture.pictureId)?.length !== picture.totalBytes) throw new AppError('notFound');
    const hash = await sha256(new TextEncoder().encode(canonicalReport(unitId, input)));
    const again = this.#done.get(input.commandId);
    if (again) return again;
    this.reports.push(input as ReportInput);
    const output = { reportId: reportId.parse(crypto.randomUUID()), hash, chain: 'whole' as const, filedUnder: null, receivedAt: 1 };
    this.#done.set(input.commandId, output);
    return output;
  }

  #answer(commandId: string): Record<string, never> {
    if (!this.#done.has(commandId)) {
      this.#done.set(commandId, null);
      this.answers.push(commandId);
    }
    return {};
  }
}
