import { AppError } from '#protocol/errors.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { eventOf } from '#protocol/events.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Entry, WireEntry } from '#protocol/nouns/log.ts';
import type { SlotRecord } from '#protocol/wall/slots.ts';
import { fold } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, type HallState } from '#domain/hallState/hallState.ts';
import { JournalError, type Journal } from '../../ports/journal.ts';

type WallJournal = Pick<Journal, 'query'>;

const MAX_ENTRIES = 2_000;
const PAGE = 500;
/** Entries before the beginning that are read for what stood there then. */
const MAX_BEFORE = 5_000;

/** Errors: logUnavailable; tooLarge. */
export async function readWallHistory(journal: WallJournal, state: HallState, courtCode: CourtCode, { from, to }: RequestData<'wall.history'>): Promise<RequestOutput<'wall.history'>> {
  const slots = [...state.slots.values()].filter((slot) => slot.courtCode === courtCode);
  try {
    const query = { filter: { from, until: to + 1 }, subjects: subjectsOf(courtCode, slots), seenFrom: courtCode, before: null, limit: MAX_ENTRIES + 1 };
    const entries = await journal.query(query);
    if (entries.length > MAX_ENTRIES) {
      throw new AppError('tooLarge');
    }
    return { before: await layoutsAt(journal, courtCode, slots, from), entries: entries.toReversed().map(wireOf) };
  } catch (error) {
    if (error instanceof JournalError) {
      throw new AppError('logUnavailable', { cause: error, params: { reason: error.fault === 'away' ? 'databaseAway' : 'failed' } });
    }
    throw error;
  }
}

async function layoutsAt(journal: WallJournal, courtCode: CourtCode, slots: readonly SlotRecord[], at: number): Promise<RequestOutput<'wall.history'>['before']> {
  const wasThere = async (slot: SlotRecord) =>
    (await journal.query({ filter: { subject: `slot/${courtCode}/${slot.slotId}`, until: at }, seenFrom: courtCode, before: null, limit: 1 })).length > 0;
  const known = await Promise.all(slots.map(wasThere));
  const there = slots.filter((_, index) => known[index]);
  const met = there.length === 0 ? [] : await entriesUpTo(journal, courtCode, there, at);
  const then = met.reduce((folded, entry) => {
    const event = eventOf(entry);
    return event === null ? folded : fold(folded, event);
  }, EMPTY_STATE);
  return there.flatMap(({ slotId }) => {
    const slot = then.slots.get(`${courtCode}/${slotId}`);
    return slot === undefined ? [] : [{ slotId, layout: slot.layout }];
  });
}

/** Oldest first: the shortest stretch up to then from which the layouts of these displays can be folded. */
async function entriesUpTo(journal: WallJournal, courtCode: CourtCode, slots: readonly SlotRecord[], until: number): Promise<Entry[]> {
  const met: Entry[] = [];
  const open = new Set<string>(slots.map(({ slotId }) => slotId));
  const undone = new Set<string>();
  for (let before: number | null = null; ; before = met.at(-1)?.sequence ?? null) {
    const page = await journal.query({ filter: { until }, subjects: subjectsOf(courtCode, slots), seenFrom: courtCode, before, limit: PAGE });
    for (const entry of page) {
      met.push(entry);
      settle(entry, open, undone);
      if (open.size === 0 && undone.size === 0) {
        return met.toReversed();
      }
    }
    if (page.length < PAGE) {
      return met.toReversed();
    }
    if (met.length >= MAX_BEFORE) {
      throw new AppError('tooLarge');
    }
  }
}

/** Takes away displays whose layout this entry says whole, unless it was taken back later. */
function settle(entry: Entry, open: Set<string>, undone: Set<string>): void {
  const event = eventOf(entry);
  if (event === null) {
    return;
  }
  if (event.name === 'wall.undone') {
    undone.add(event.data.takeId);
  } else if (event.name === 'wall.put') {
    if (!undone.delete(event.data.takeId) && undone.size === 0) {
      event.data.slots.forEach(({ slotId }) => open.delete(slotId));
    }
  } else if ((event.name === 'slot.dealt' || event.name === 'slot.arranged') && undone.size === 0) {
    open.delete(event.subject.slice(event.subject.lastIndexOf('/') + 1));
  }
}

function subjectsOf(courtCode: CourtCode, slots: readonly SlotRecord[]): string[] {
  return [`wall/${courtCode}`, ...slots.map(({ slotId }) => `slot/${courtCode}/${slotId}`)];
}

/** Hashes, commands and sessions are for auditors. */
function wireOf({ sequence, at, name, subject, version, courtCode, actor, data }: Entry): WireEntry {
  return { sequence, at, name, subject, version, courtCode, actor, data };
}
