import { z } from 'zod';

const holiday = z.object({ name: z.string().min(1), nameEn: z.string().min(1), from: z.iso.date(), to: z.iso.date() });

/** One year of public holidays of mainland China. */
export const holidayYear = z.object({
  year: z.int().min(2000).max(2100),
  /** False: the State Council has not told yet; only Saturdays and Sundays are known to be free. */
  published: z.boolean(),
  source: z.string().trim().min(1),
  verified: z.boolean(),
  /** Days off, first and last, as Beijing days. */
  holidays: z.array(holiday),
  /** 调休: Saturdays and Sundays on which work is done. */
  workdays: z.array(z.iso.date()),
});
export type HolidayYear = z.infer<typeof holidayYear>;
