const FIRST_MS = 500;
const LONGEST_MS = 4_000;

/** A 2xx to an INVITE goes out until its ACK comes (RFC 3261 13.3.1.4). Returns what stops it. */
export function resentUntilAcknowledged(send: () => void): () => void {
  let timer: NodeJS.Timeout;
  const again = (afterMs: number): void => {
    timer = setTimeout(() => {
      send();
      again(Math.min(afterMs * 2, LONGEST_MS));
    }, afterMs);
  };
  again(FIRST_MS);
  return () => clearTimeout(timer);
}
