import { clockTone, type Clock, type ClockTone } from '#domain/rules/clocks.ts';

export type Pressing = { readonly clock: Clock; readonly tone: Extract<ClockTone, 'running' | 'amber' | 'red'> };

const ORDER = ['red', 'amber', 'running'] as const;

/** The clock to look at first: what is over before what is nearly over before what runs, and of those what is due first. Null where none runs. */
export function pressingClock(clocks: readonly Clock[], at: number): Pressing | null {
  const open = clocks.flatMap((clock): Pressing[] => {
    const tone = clockTone(clock, at);
    return tone === 'red' || tone === 'amber' || tone === 'running' ? [{ clock, tone }] : [];
  });
  return open.toSorted((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone) || a.clock.dueAt - b.clock.dueAt)[0] ?? null;
}
