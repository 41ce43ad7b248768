/**
 * Looks again and again until `look` returns something other than undefined or false.
 * Errors: says `what` was waited for, and the last thing `describe` saw.
 */
export async function until<Seen>(
  what: string,
  look: () => Promise<Seen | undefined | false>,
  options: { withinMs: number; everyMs?: number; describe?: () => unknown },
): Promise<Seen> {
  const deadline = Date.now() + options.withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) {
      return seen;
    }
    if (Date.now() > deadline) {
      const last = options.describe === undefined ? '' : `; last seen: ${JSON.stringify(options.describe())}`;
      throw new Error(`Waited ${options.withinMs} ms for ${what}${last}`);
    }
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 100));
  }
}
