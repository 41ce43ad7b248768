const BEAT_MS = 5_000;
/** Generous, because a loaded machine may hold a page back for seconds and ending it costs more. */
const SILENCE_MS = 20_000;

/**
 * Asks a page again and again whether it lives. Chromium itself notices a hung page only when somebody types into it,
 * and nobody types into a wall. Answers how to stop.
 */
export function watchPulse(options: { readonly ask: () => Promise<unknown>; readonly onDead: () => void }): () => void {
  let askedAt: number | null = null;
  let stopped = false;
  const timer = setInterval(() => {
    if (askedAt !== null) {
      if (Date.now() - askedAt < SILENCE_MS) return;
      askedAt = null;
      options.onDead();
      return;
    }
    askedAt = Date.now();
    const answered = () => {
      if (!stopped) askedAt = null;
    };
    // A page that is being replaced refuses to answer: that is life of a kind, and its death is told elsewhere.
    options.ask().then(answered, answered);
  }, BEAT_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
