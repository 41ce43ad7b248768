import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { canonicalReport } from '#domain/reports/canonicalReport.ts';
import { AppError } from '#protocol/errors.ts';
import { commandId, instructionId, type UnitId } from '#protocol/nouns/ids.ts';
import { sha256 } from '../../../../platform/sha256.ts';
import { Outbox, type OutboxOptions, type ReportDraft } from './outbox.ts';
import { StorageError, type OutboxStore } from './outboxStore.ts';
import { MemoryDevice, type Step } from './testing/memoryDevice.ts';
import { ModelHall, type Fate } from './testing/modelHall.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const UNIT = '0190a0b0-0000-7000-8000-0000000000b9' as UnitId;
const OTHER = '0190a0b0-0000-7000-8000-0000000000c9' as UnitId;
const AUTHOR = { unitId: UNIT, name: '单兵09' };
const INSTRUCTION = instructionId.parse('0190a0b0-0000-7000-8000-0000000000d1');
const newCommandId = () => commandId.parse(crypto.randomUUID());

const open = (store: OutboxStore, options: Partial<OutboxOptions> = {}) => Outbox.open({ store, alone: (_, run) => run(), newChainId: () => crypto.randomUUID(), log: () => undefined, ...options });

const note = (text: string, picture: ReportDraft['picture'] = null): ReportDraft => ({ commandId: newCommandId(), kind: picture === null ? 'note' : 'photo', text, picture, takenAt: 1_000, clockOffsetMs: null, position: null, operationId: null });
const accept = () => ({ name: 'instruction.accept' as const, input: { commandId: newCommandId(), instructionId: INSTRUCTION, saidAt: null } });

async function photo(size: number, seed = 0): Promise<{ draft: ReportDraft; bytes: Uint8Array<ArrayBuffer> }> {
  const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31 + seed) % 251);
  return { draft: note('', { pictureId: await sha256(bytes), mimeType: 'image/jpeg', totalBytes: size }), bytes };
}

/** Lets everything happen that is due within this time, hashes included: those are no timers. */
async function pass(forMs: number): Promise<void> {
  for (let passed = 0; passed < forMs; passed += 250) {
    for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(250);
  }
}

async function untilSent(outbox: Outbox): Promise<void> {
  for (let turn = 0; outbox.state.getState().items.some(({ outcome }) => outcome === null) && turn < 400; turn += 1) await pass(500);
}

describe('the outbox', () => {
  it('sends what was done while the hall was away, in order, each report on the hash of the one before', async () => {
    const device = new MemoryDevice();
    const hall = new ModelHall();
    const outbox = await open(device.open());
    const { draft, bytes } = await photo(50_000);
    await outbox.report(AUTHOR, note('一'), null);
    await outbox.report(AUTHOR, draft, { bytes, thumbnail: null });
    await outbox.report(AUTHOR, note('三'), null);
    expect(device.items.map(({ outcome }) => outcome)).toEqual([null, null, null]);
    outbox.attach(hall.line(UNIT));
    await untilSent(outbox);
    expect(hall.reports.map(({ text, deviceSequence }) => [text, deviceSequence])).toEqual([['一', 1], ['', 2], ['三', 3]]);
    expect(hall.reports.map(({ previousHash }) => previousHash)).toEqual([null, ...device.items.map(({ hash }) => hash).slice(0, 2)]);
    expect(hall.bytesOf(draft.picture!.pictureId)).toEqual(bytes);
    expect(device.items.map(({ hash, outcome }) => [outcome?.state, outcome?.state === 'sent' && outcome.report?.hash === hash])).toEqual([['sent', true], ['sent', true], ['sent', true]]);
    expect(device.pictureCount).toBe(0);
  });

  it('loses nothing, doubles nothing and keeps the order, wherever pages die and whatever gets lost', async () => {
    const act = fc.oneof(fc.constant({ kind: 'answer' as const }), fc.constant({ kind: 'note' as const }), fc.record({ kind: fc.constant('photo' as const), size: fc.integer({ min: 1, max: 90_000 }) }));
    const trouble = fc.constantFrom('passes' as const, 'passes' as const, 'lost' as const, 'unanswered' as const, 'diesBefore' as const, 'diesAfter' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 6 }), fc.array(trouble, { maxLength: 40 }), fc.boolean(), async (acts, troubles, away) => {
        const device = new MemoryDevice();
        const hall = new ModelHall();
        const promised: string[] = [];
        const waiting = [...troubles];
        let dead: () => void = () => undefined;
        /** A page until it dies: then nothing of it ever comes back. */
        const boot = async () => {
          let alive = true;
          const died = new Promise<'dead'>((resolve) => {
            dead = () => {
              alive = false;
              resolve('dead');
            };
          });
          const never = () => {
            dead();
            return new Promise<never>(() => undefined);
          };
          const step: Step = async (effect) => {
            if (!alive) return never();
            const next = waiting.shift();
            if (next === 'diesBefore') return never();
            const value = effect();
            return next === 'diesAfter' ? never() : value;
          };
          const fate = async (): Promise<Fate> => {
            if (!alive) return never();
            const next = waiting.shift() ?? 'passes';
            return next === 'diesBefore' || next === 'diesAfter' ? never() : next;
          };
          const work = async (): Promise<'done'> => {
            const outbox = await open(device.open(step));
            const detach = away ? null : outbox.attach(hall.line(UNIT, fate));
            for (let next = acts.shift(); next !== undefined; next = acts.shift()) {
              if (next.kind === 'answer') {
                const answer = accept();
                await outbox.answer(AUTHOR, answer);
                promised.push(answer.input.commandId);
              } else {
                const { draft, bytes } = next.kind === 'photo' ? await photo(next.size, acts.length) : { draft: note('记'), bytes: null };
                await outbox.report(AUTHOR, draft, bytes === null ? null : { bytes, thumbnail: null });
                promised.push(draft.commandId);
              }
            }
            const undo = detach ?? outbox.attach(hall.line(UNIT, fate));
            await untilSent(outbox);
            undo();
            return 'done';
          };
          return Promise.race([work(), died]);
        };
        for (let end = await boot(); end === 'dead'; end = await boot());
        const kept = device.items.map(({ act: { input } }) => input.commandId as string);
        const arrived = [...hall.answers, ...hall.reports.map((report) => report.commandId as string)];
        expect(arrived.toSorted()).toEqual(kept.toSorted());
        expect(kept).toEqual(expect.arrayContaining(promised));
        const inOrder = (of: readonly string[]) => expect(of).toEqual(kept.filter((id) => of.includes(id)));
        inOrder(hall.answers);
        inOrder(hall.reports.map((report) => report.commandId));
        const hashes = await Promise.all(hall.reports.map((report) => sha256(new TextEncoder().encode(canonicalReport(UNIT, report)))));
        expect(hall.reports.map(({ previousHash, deviceSequence }) => [previousHash, deviceSequence])).toEqual(hashes.map((_, at) => [hashes[at - 1] ?? null, at + 1]));
        const pictureIds = hall.reports.flatMap(({ picture }) => (picture === null ? [] : [picture.pictureId]));
        expect(await Promise.all(pictureIds.map((pictureId) => sha256(hall.bytesOf(pictureId)!)))).toEqual(pictureIds);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('lets an answer pass a picture that is under way', async () => {
    const hall = new ModelHall();
    const outbox = await open(new MemoryDevice().open());
    const { draft, bytes } = await photo(300_000);
    await outbox.report(AUTHOR, draft, { bytes, thumbnail: null });
    let pieces = 0;
    const answer = accept();
    outbox.attach(hall.line(UNIT, async () => {
      pieces += 1;
      if (pieces === 2) await outbox.answer(AUTHOR, answer);
      return 'passes';
    }));
    await untilSent(outbox);
    expect(hall.answers).toEqual([answer.input.commandId]);
    expect(outbox.state.getState().items.map(({ itemId }) => itemId)).toEqual([1, 2]);
    expect(hall.reports).toHaveLength(1);
  });

  it('goes on where the hall has a picture, not at its beginning', async () => {
    const device = new MemoryDevice();
    const hall = new ModelHall();
    const { draft, bytes } = await photo(200_000);
    const first = await open(device.open());
    await first.report(AUTHOR, draft, { bytes, thumbnail: null });
    let pieces = 0;
    first.attach(hall.line(UNIT, () => ((pieces += 1) > 3 ? new Promise<never>(() => undefined) : Promise.resolve('passes'))));
    await pass(1_000);
    const had = hall.bytesOf(draft.picture!.pictureId)!.length;
    expect(had).toBeGreaterThan(0);
    const second = await open(device.open());
    const line = hall.line(UNIT);
    second.attach(line);
    await untilSent(second);
    const offsets = line.inputsOf('report.putPicture').map(({ offset }) => offset);
    // One piece asks where to go on; the rest begins there.
    expect(offsets.slice(0, 2)).toEqual([0, had]);
    expect(hall.reports).toHaveLength(1);
  });

  it('never sends what another unit did on this device, and keeps it', async () => {
    const device = new MemoryDevice();
    const hall = new ModelHall();
    const outbox = await open(device.open());
    await outbox.report(AUTHOR, note('前任的'), null);
    await outbox.report({ unitId: OTHER, name: '单兵10' }, note('现任的'), null);
    outbox.attach(hall.line(OTHER));
    await pass(5_000);
    expect(hall.reports.map(({ text, deviceSequence, previousHash }) => [text, deviceSequence, previousHash])).toEqual([['现任的', 1, null]]);
    expect(device.items.map(({ outcome }) => outcome?.state ?? 'waits')).toEqual(['waits', 'sent']);
  });

  it('says what the hall refused, keeps its picture, and goes on with the next', async () => {
    const device = new MemoryDevice();
    const hall = new ModelHall();
    const outbox = await open(device.open());
    const { draft, bytes } = await photo(2_000);
    await outbox.report(AUTHOR, draft, { bytes, thumbnail: null });
    await outbox.report(AUTHOR, note('后一条'), null);
    const line = hall.line(UNIT);
    line.answers['report.putPicture'] = () => {
      throw new AppError('badPicture');
    };
    outbox.attach(line);
    await untilSent(outbox);
    expect(device.items.map(({ outcome }) => outcome)).toMatchObject([{ state: 'refused', code: 'badPicture' }, { state: 'sent' }]);
    expect(line.inputsOf('report.putPicture').length).toBeGreaterThan(1);
    expect(await outbox.bytesOf(1)).toEqual(bytes);
  });

  it('says nothing is kept when the device is full, and keeps the chain as it was', async () => {
    const device = new MemoryDevice();
    let full = false;
    const outbox = await open(device.open(async (effect) => {
      if (full) throw new StorageError('full', null);
      return effect();
    }));
    await outbox.report(AUTHOR, note('一'), null);
    full = true;
    await expect(outbox.report(AUTHOR, note('放不下'), null)).rejects.toMatchObject({ problem: 'full' });
    full = false;
    await outbox.report(AUTHOR, note('二'), null);
    expect(device.items.map(({ act }) => act.name === 'report.submit' && [act.input.text, act.input.deviceSequence])).toEqual([['一', 1], ['二', 2]]);
  });

  it('is one chain however many pages write at once', async () => {
    const device = new MemoryDevice();
    const pages = await Promise.all([open(device.open()), open(device.open()), open(device.open())]);
    await Promise.all(pages.map((page, at) => page.report(AUTHOR, note(`第 ${at} 页`), null)));
    const inputs = device.items.flatMap(({ act }) => (act.name === 'report.submit' ? [act.input] : []));
    expect(inputs.map(({ deviceSequence }) => deviceSequence)).toEqual([1, 2, 3]);
    expect(new Set(inputs.map(({ chainId }) => chainId)).size).toBe(1);
  });
});
