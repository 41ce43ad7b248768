import { Map as PersistentMap } from 'immutable';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import type { Device } from '#protocol/nouns/devices.ts';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import type { FeedRecord } from '#protocol/media/feeds.ts';
import type { CourtCode, DeviceId, FeedId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { UnitRecord } from '#protocol/nouns/units.ts';
import type { SlotRecord } from '#protocol/nouns/wall.ts';
import { maySee, type Noun, type Viewer } from '../access/viewer.ts';

/** What the log folds to. Maps are persistent: a state that was handed out never changes. */
export type HallState = {
  readonly courts: PersistentMap<CourtCode, Court>;
  readonly users: PersistentMap<UserId, User>;
  readonly devices: PersistentMap<DeviceId, Device>;
  readonly units: PersistentMap<UnitId, UnitRecord>;
  readonly feeds: PersistentMap<FeedId, FeedRecord>;
  /** By `<court>/<slot>`. */
  readonly slots: PersistentMap<string, SlotRecord>;
  /** By `<court>/<post>`. */
  readonly duty: PersistentMap<string, DutyPost>;
};

export const EMPTY_STATE: HallState = {
  courts: PersistentMap(),
  users: PersistentMap(),
  devices: PersistentMap(),
  units: PersistentMap(),
  feeds: PersistentMap(),
  slots: PersistentMap(),
  duty: PersistentMap(),
};

/** The noun whose events make up each collection. */
export const NOUN_OF = {
  courts: 'court',
  users: 'user',
  devices: 'device',
  units: 'unit',
  feeds: 'feed',
  slots: 'slot',
  duty: 'duty',
} as const satisfies Record<keyof HallState, Noun>;

/** As it goes over the wire and into the snapshots of the log. */
export function snapshotOf(state: HallState): HallSnapshot {
  return {
    courts: [...state.courts.values()],
    users: [...state.users.values()],
    devices: [...state.devices.values()],
    units: [...state.units.values()],
    feeds: [...state.feeds.values()],
    slots: [...state.slots.values()],
    duty: [...state.duty.values()],
  };
}

export function stateOf(snapshot: HallSnapshot): HallState {
  return {
    courts: PersistentMap(snapshot.courts.map((court) => [court.courtCode, court])),
    users: PersistentMap(snapshot.users.map((user) => [user.userId, user])),
    devices: PersistentMap(snapshot.devices.map((device) => [device.deviceId, device])),
    units: PersistentMap(snapshot.units.map((unit) => [unit.unitId, unit])),
    feeds: PersistentMap(snapshot.feeds.map((feed) => [feed.feedId, feed])),
    slots: PersistentMap(snapshot.slots.map((slot) => [`${slot.courtCode}/${slot.slotId}`, slot])),
    duty: PersistentMap(snapshot.duty.map((post) => [`${post.courtCode}/${post.post}`, post])),
  };
}

/** The part of the state that the viewer may see. */
export function visibleState(state: HallState, viewer: Viewer): HallState {
  const may = (name: keyof HallState) => (object: { readonly courtCode: CourtCode }) => maySee(viewer, NOUN_OF[name], object.courtCode);
  return {
    courts: state.courts.filter(may('courts')),
    users: state.users.filter(may('users')),
    devices: state.devices.filter(may('devices')),
    units: state.units.filter(may('units')),
    feeds: state.feeds.filter(may('feeds')),
    slots: state.slots.filter(may('slots')),
    duty: state.duty.filter(may('duty')),
  };
}
