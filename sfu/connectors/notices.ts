import { z } from 'zod';
import { courtCode } from '#protocol/nouns/ids.ts';
import { SEVERITIES } from '#protocol/alarms/alarms.ts';
import { DATUMS } from '#protocol/telemetry/frames.ts';

/** What an outside system tells of, as it goes into the sentence of the alarm. */
export const NOTICE_KINDS = ['person', 'vehicle', 'property', 'other'] as const;

/** One notice. Fields that are not listed here are passed over. Never changed once it was served: a change is a new notice. */
export const noticeSchema = z.object({
  id: z.string().regex(/^[\w.:-]{1,100}$/).meta({ description: 'Unique and stable within the outside system' }),
  at: z.int().meta({ description: 'When it happened, ms since the epoch' }),
  kind: z.enum(NOTICE_KINDS).meta({ description: 'What was met' }),
  level: z.enum(SEVERITIES).meta({ description: 'How urgent it is' }),
  courtCode: courtCode.nullish().meta({ description: 'The court that asked for it, such as 闽0203; used where the place is not known' }),
  position: z.object({
    longitudeDeg: z.number().min(-180).max(180),
    latitudeDeg: z.number().min(-90).max(90),
    datum: z.enum(DATUMS).meta({ description: 'Reference system of these numbers; never left out' }),
  }).nullish().meta({ description: 'Where it is' }),
  place: z.string().trim().max(100).meta({ description: 'The place in words that may be read out; no door number' }),
  text: z.string().trim().min(1).max(300).meta({ description: 'What happened, in a sentence, without full names and numbers of papers' }),
  personMasked: z.string().trim().max(32).nullish().meta({ description: 'The person as everybody may read it, such as 张某某' }),
  caseNumber: z.string().trim().max(40).nullish().meta({ description: 'Case number of the enforcement, such as (2026)闽0203执1234号' }),
  expiresAt: z.int().nullish().meta({ description: 'After this time, ms since the epoch, nobody needs to go any more' }),
});
export type OutsideNotice = z.output<typeof noticeSchema>;

/** The answer to `GET <url>/notices`. Each notice is checked by itself. */
export const noticesSchema = z.object({
  notices: z.array(z.unknown()).max(500),
  next: z.string().min(1).max(256).meta({ description: 'Cursor: what to ask with next time' }),
});

export const RECEIPT_STATES = ['received', 'refused', 'expired', 'acknowledged', 'handled', 'falseAlarm', 'duplicate', 'handedOver', 'exercise'] as const;

/** The body of `POST <url>/notices/<id>/receipt`. The same receipt may come again. */
export const receiptSchema = z.object({
  state: z.enum(RECEIPT_STATES).meta({ description: 'received: an alarm was raised · refused: no valid notice · expired: too old · acknowledged: somebody sees to it · the others: how it ended' }),
  at: z.int().meta({ description: 'When it came to this, ms since the epoch' }),
  alarmId: z.uuid().nullable().meta({ description: 'The alarm; null where none was raised' }),
  courtCode: courtCode.nullable().meta({ description: 'The court whose alarm it is' }),
  reason: z.string().nullable().meta({ description: 'Why, in words, where there is a why' }),
  exercise: z.boolean().meta({ description: 'The hall is in an exercise: nobody goes anywhere' }),
});
export type Receipt = z.output<typeof receiptSchema>;
