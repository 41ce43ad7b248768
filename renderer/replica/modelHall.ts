import { fold, nextVersion } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, visibleState, type HallState } from '#domain/hallState/hallState.ts';
import { maySee, nounOf, type Viewer } from '#domain/access/viewer.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import type { RequestInput, RequestOutput } from '#protocol/contract.ts';
import { eventOf } from '#protocol/events.ts';
import type { Presence } from '#protocol/nouns/hall.ts';
import type { LogPosition, WireEntry } from '#protocol/nouns/log.ts';

const emptyPresence = (): Presence => ({ units: [], feeds: [], slots: [], centres: [] });

/** A hall for tests of the replica: a real fold, and the wire to one follower as a list of frames not yet delivered. */
export class ModelHall {
  readonly entries: WireEntry[] = [];
  state: HallState = EMPTY_STATE;
  presence = { units: new Map<string, Presence['units'][number]>(), feeds: new Map<string, Presence['feeds'][number]>(), slots: new Map<string, Presence['slots'][number]>(), centres: new Map<string, Presence['centres'][number]>() };
  viewer: Viewer;
  /** How many entries it has at hand for someone who was away. */
  window: number;
  /** What was answered, for tests that ask how someone came back. */
  readonly answered: RequestOutput<'hall.follow'>['log']['kind'][] = [];
  #told = 0;
  #pending: Partial<Presence> = {};

  constructor(options: { viewer: Viewer; window?: number }) {
    this.viewer = options.viewer;
    this.window = options.window ?? Number.POSITIVE_INFINITY;
  }

  get position(): LogPosition {
    return positionAt(this.entries.length);
  }

  decide(...events: NewEvent[]): void {
    for (const { name, subject, courtCode, data } of events) {
      const sequence = this.entries.length + 1;
      const version = nextVersion(this.state, name, subject);
      const entry: WireEntry = { sequence, at: sequence * 1_000, name, subject, version, courtCode, actor: { kind: 'hall' }, data };
      this.entries.push(entry);
      this.state = fold(this.state, eventOf(entry)!);
    }
  }

  /** The part of the state that the follower may see. */
  get seen(): HallState {
    return visibleState(this.state, this.viewer);
  }

  setPresence(change: Partial<Presence>): void {
    change.units?.forEach((unit) => this.presence.units.set(unit.unitId, unit));
    change.feeds?.forEach((feed) => this.presence.feeds.set(feed.feedId, feed));
    change.slots?.forEach((slot) => this.presence.slots.set(`${slot.courtCode}/${slot.slotId}`, slot));
    change.centres?.forEach((centre) => this.presence.centres.set(centre.courtCode, centre));
    for (const kind of Object.keys(change) as (keyof Presence)[]) {
      this.#pending = { ...this.#pending, [kind]: [...(this.#pending[kind] ?? []), ...(change[kind] ?? [])] };
    }
  }

  follow({ from }: RequestInput<'hall.follow'>): RequestOutput<'hall.follow'> {
    this.#told = this.entries.length;
    this.#pending = {};
    const { units, feeds, slots, centres } = this.presence;
    const presence = { units: [...units.values()], feeds: [...feeds.values()], slots: [...slots.values()], centres: [...centres.values()] };
    const status = { writable: true, reason: null, sinceAt: 0 };
    const atHand = from !== null && from.hash === positionAt(from.sequence).hash && this.entries.length - from.sequence <= this.window;
    this.answered.push(atHand ? 'entries' : 'snapshot');
    return atHand
      ? { log: { kind: 'entries', stretch: this.#stretch(from.sequence) }, presence, status }
      : { log: { kind: 'snapshot', upTo: this.position, state: snapshotOf(this.seen) }, presence, status };
  }

  /** What happened since the follower was told last; null when nothing did. */
  takeStretch(): ReturnType<ModelHall['follow']>['log'] & { kind: 'entries' } | null {
    if (this.#told === this.entries.length) {
      return null;
    }
    const stretch = this.#stretch(this.#told);
    this.#told = this.entries.length;
    return { kind: 'entries', stretch };
  }

  takePresence(): Partial<Presence> | null {
    const pending = this.#pending;
    this.#pending = {};
    return Object.keys(pending).length === 0 ? null : pending;
  }

  allPresence(): Presence {
    const { units, feeds, slots, centres } = this.presence;
    return { ...emptyPresence(), units: [...units.values()], feeds: [...feeds.values()], slots: [...slots.values()], centres: [...centres.values()] };
  }

  #stretch(after: number) {
    const entries = this.entries.slice(after).filter((entry) => {
      const event = eventOf(entry);
      return event !== null && maySee(this.viewer, nounOf(event.name), entry.courtCode);
    });
    return { after, upTo: this.position, entries };
  }
}

function positionAt(sequence: number): LogPosition {
  return { sequence, hash: sequence.toString(16).padStart(64, '0') };
}
