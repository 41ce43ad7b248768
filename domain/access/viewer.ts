import type { Capability } from '#protocol/capabilities.ts';
import type { HallEvent } from '#protocol/events.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';

/** Whose eyes look. */
export type Viewer = { readonly courtCode: CourtCode; readonly capabilities: ReadonlySet<Capability> };

/** A court sees itself and the courts below it; codes are built so that a lower court's begins with its upper court's. */
export function sees(viewerCourt: CourtCode, courtCode: CourtCode): boolean {
  return courtCode.startsWith(viewerCourt);
}

/** What one must hold to receive the entries about a noun, and the objects they fold to; null: they stay on the hall, and are asked for. */
export const AUDIENCE = {
  court: 'hall.follow',
  unit: 'hall.follow',
  feed: 'hall.follow',
  slot: 'hall.follow',
  wall: 'hall.follow',
  preset: 'wall.edit',
  drawing: 'hall.follow',
  duty: 'hall.follow',
  centre: 'hall.follow',
  campaign: 'hall.follow',
  operation: 'hall.follow',
  step: 'hall.follow',
  party: 'hall.follow',
  journal: 'hall.follow',
  snapshot: 'media.view',
  // Whoever sees the hall's pictures is to know who outside sees them, too; the wall marks its tiles by it.
  grant: 'hall.follow',
  // As for grants.
  upward: 'hall.follow',
  source: 'units.manage',
  talk: 'hall.follow',
  assist: 'hall.follow',
  instruction: 'hall.follow',
  report: 'media.view',
  // A task has two courts, and there are too many for every desk to hold.
  task: null,
  // Whoever sees a decision has to know for whom it may have been taken.
  deputy: 'tasks.read',
  // Its people come from courts that do not see each other.
  consultation: null,
  signing: 'audit.read',
  paper: 'audit.read',
  // Whoever names a court of another province has to know who speaks for it.
  partner: 'hall.follow',
  drill: 'hall.follow',
  alarm: 'hall.follow',
  order: 'hall.follow',
  fence: 'hall.follow',
  connector: 'hall.follow',
  call: 'calls.take',
  user: 'people.read',
  device: 'devices.manage',
  session: 'audit.read',
  personal: 'audit.read',
  track: 'audit.read',
  recording: 'audit.read',
  audit: 'audit.read',
  log: 'audit.read',
  clock: 'audit.read',
} as const satisfies Record<string, Capability | null>;

export type Noun = keyof typeof AUDIENCE;
export type EventNoun = HallEvent['name'] extends infer Name ? (Name extends `${infer Head}.${string}` ? Head : never) : never;

export function nounOf(name: HallEvent['name']): EventNoun {
  return name.slice(0, name.indexOf('.')) as EventNoun;
}

/** The register of courts, that of partners, the campaigns and the exercise that is played are for everybody in the hall; everything else belongs to the court it happened in. */
export function maySee(viewer: Viewer, noun: Noun, courtCode: CourtCode): boolean {
  const needed = AUDIENCE[noun];
  return needed !== null && viewer.capabilities.has(needed) && (noun === 'court' || noun === 'campaign' || noun === 'drill' || noun === 'partner' || sees(viewer.courtCode, courtCode));
}
