const LOCK = 'outbox sender';

/** Runs it while no other page of this hall on this device does; where the browser cannot tell, at once. Errors: those of `run`; aborted while it waited. */
export async function aloneAmongPages(signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  if (navigator.locks === undefined) {
    await run();
  } else {
    await navigator.locks.request(LOCK, { signal }, run);
  }
}

/** Whether some page of this hall on this device is at it now. */
export async function isSomePageSending(): Promise<boolean> {
  const locks = await navigator.locks?.query();
  return locks?.held?.some(({ name }) => name === LOCK) ?? false;
}
