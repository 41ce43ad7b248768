import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { courtCode, feedId, unitId } from '../nouns/ids.ts';

/** A number of GB/T 28181. */
const gbId = z.string().regex(/^\d{20}$/);
const viewingId = z.uuid();

const UPWARD_STATES = ['registering', 'registered', 'refused', 'unreachable'] as const;
/** `left`: they ended it; `lost`: nobody answered; `sourceEnded`: the picture; `closing`: the hall stopped, or had been killed. */
export const UPWARD_VIEWING_ENDS = ['left', 'lost', 'sourceEnded', 'closing'] as const;
export type UpwardViewingEnd = (typeof UPWARD_VIEWING_ENDS)[number];

/** A platform above (上级平台) that the settings name, as it stands now. */
export const upwardPlatform = z.object({
  platformId: gbId,
  name: z.string(),
  /** `host:port`. */
  place: z.string(),
  state: z.enum(UPWARD_STATES),
  /** Hall time. */
  sinceAt: z.int(),
  /** What it answered, of a refused one: a status of SIP. */
  status: z.int().nullable(),
  /** Whose pictures it is told of. */
  courts: z.array(courtCode),
});
export type UpwardPlatform = z.infer<typeof upwardPlatform>;

const viewed = { viewingId, feedId, unitId, platformId: gbId, /** The platform's name. */ forName: z.string() };

/** A platform above that views a feed now. */
export const upwardViewing = z.object({ courtCode, ...viewed, remoteAddress: z.string(), sinceAt: z.int() });
export type UpwardViewing = z.infer<typeof upwardViewing>;

/** The number under which platforms above know a feed; told once, it is never another's. */
export const upwardNumber = z.object({ courtCode, feedId, serial: z.int().min(1).max(999_999) });
export type UpwardNumber = z.infer<typeof upwardNumber>;

const platform = { platformId: gbId, name: z.string() };

export const upwardEvents = {
  /** Subject `upward/<feed>`. */
  'upward.numbered': event({ data: z.object({ feedId, serial: z.int() }) }),
  /** Subject `upward/<platform>`. */
  'upward.registered': event({ data: z.object(platform) }),
  'upward.lost': event({ data: z.object({ ...platform, why: z.enum(['refused', 'unreachable', 'silent']) }) }),
  /** Subject `upward/<viewing>`. */
  'upward.viewed': event({ data: z.object({ ...viewed, remoteAddress: z.string() }) }),
  'upward.left': event({ data: z.object({ ...viewed, why: z.enum(UPWARD_VIEWING_ENDS), durationMs: z.int() }) }),
};

export const upwardRequests = {
  /** Empty where the settings name none. */
  'upward.platforms': request({ needs: 'units.manage', input: z.strictObject({}), output: z.object({ platforms: z.array(upwardPlatform) }) }),
};
