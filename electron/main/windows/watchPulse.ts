const BEAT_MS = 5_000;
/** Generous, because a loaded machine may hold a page back for seconds and ending it costs more. */
const BEATS_OF_SILENCE = 5;

/**
 * Asks a page at every beat whether it lives. Chromium itself notices a hung page only when somebody types into it,
 * and nobody types into a wall. Any answer will do, since one that was asked of a page just being replaced gets lost.
 * Silence is counted in beats, not in time: a machine that slept has missed none. Answers how to stop.
 */
export function watchPulse(options: { readonly ask: () => Promise<unknown>; readonly onDead: () => void }): () => void {
  let silentBeats = 0;
  const answered = () => {
    silentBeats = 0;
  };
  const timer = setInterval(() => {
    if (silentBeats >= BEATS_OF_SILENCE) {
      silentBeats = 0;
      options.onDead();
      return;
    }
    silentBeats += 1;
    // A refusal is an answer too: the page's death is told elsewhere.
    options.ask().then(answered, answered);
  }, BEAT_MS);
  return () => {
    clearInterval(timer);
  };
}
