import { z } from 'zod';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { alarm } from '../alarms/alarms.ts';
import { call } from '../alarms/calls.ts';
import { fence } from '../alarms/fences.ts';
import { order } from '../alarms/orders.ts';
import { campaign } from '../operations/campaigns.ts';
import { operation } from '../operations/operations.ts';
import { party } from '../operations/parties.ts';
import { step } from '../operations/steps.ts';
import { consultation } from '../consultations/consultations.ts';
import { deputyship } from '../tasks/deputies.ts';
import { partner } from '../tasks/partners.ts';
import { task } from '../tasks/tasks.ts';
import { drill } from '../scenario/drills.ts';
import { court } from './courts.ts';
import { device } from './devices.ts';
import { centrePresence, dutyPost } from './duty.ts';
import { feedMedia, feedRecord } from '../media/feeds.ts';
import { assist } from '../field/assist.ts';
import { upwardNumber, upwardViewing } from '../media/upward.ts';
import { instruction } from '../field/instructions.ts';
import { reportHead } from '../field/reports.ts';
import { grant } from '../media/grants.ts';
import { sourceRecord } from '../media/sources.ts';
import { logPosition, logStatus, wireEntry } from './log.ts';
import { user } from './people.ts';
import { unitPresence, unitRecord } from './units.ts';
import { drawing } from '../wall/drawings.ts';
import { preset } from '../wall/presets.ts';
import { slotPresence, slotRecord } from '../wall/slots.ts';
import { wallRecord } from '../wall/wall.ts';

/** What the log folds to, as lists; the part of it that a session may see. */
export const hallSnapshot = z.object({
  courts: z.array(court),
  users: z.array(user),
  devices: z.array(device),
  units: z.array(unitRecord),
  feeds: z.array(feedRecord),
  slots: z.array(slotRecord),
  duty: z.array(dutyPost),
  // A snapshot that an older hall kept has none of these.
  campaigns: z.array(campaign).default([]),
  operations: z.array(operation).default([]),
  steps: z.array(step).default([]),
  parties: z.array(party).default([]),
  alarms: z.array(alarm).default([]),
  orders: z.array(order).default([]),
  calls: z.array(call).default([]),
  fences: z.array(fence).default([]),
  drills: z.array(drill).default([]),
  walls: z.array(wallRecord).default([]),
  presets: z.array(preset).default([]),
  drawings: z.array(drawing).default([]),
  grants: z.array(grant).default([]),
  sources: z.array(sourceRecord).default([]),
  assists: z.array(assist).default([]),
  instructions: z.array(instruction).default([]),
  upwardNumbers: z.array(upwardNumber).default([]),
  upwardViewings: z.array(upwardViewing).default([]),
  reportHeads: z.array(reportHead).default([]),
  // On the hall alone: consoles ask for them.
  tasks: z.array(task).default([]),
  partners: z.array(partner).default([]),
  deputies: z.array(deputyship).default([]),
  // As for tasks.
  consultations: z.array(consultation).default([]),
});
export type HallSnapshot = z.infer<typeof hallSnapshot>;

/** What is alive or gone: each list holds only what changed. */
export const presence = z.object({
  units: z.array(unitPresence),
  feeds: z.array(feedMedia),
  slots: z.array(slotPresence),
  centres: z.array(centrePresence),
});
export type Presence = z.infer<typeof presence>;

/** Entries a session may see between two places of the log. */
const logStretch = z.object({
  /** The sequence up to which the session had been told before; another one than the reader's means a gap: follow anew. */
  after: z.int().min(0),
  upTo: logPosition,
  entries: z.array(wireEntry),
});

export const hallRequests = {
  /**
   * What the session may see, and from here on its notices. `from` is where the reader stopped: it gets the missing
   * entries if the hall has them at hand, else a snapshot.
   */
  'hall.follow': request({
    needs: 'hall.follow',
    input: z.strictObject({ from: z.strictObject(logPosition.shape).nullable() }),
    output: z.object({
      log: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('snapshot'), upTo: logPosition, state: hallSnapshot }),
        z.object({ kind: z.literal('entries'), stretch: logStretch }),
      ]),
      presence,
      status: logStatus,
    }),
  }),
};

export const hallNotices = {
  'log.appended': notice({ data: logStretch }),
  'log.statusChanged': notice({ data: logStatus }),
  'presence.changed': notice({ data: presence.partial() }),
};
