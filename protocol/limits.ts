/** Bounds both sides rely on. */
export const LIMITS = {
  /** Largest text frame a client may send, bytes. */
  maxTextFrameBytes: 256 * 1024,
  /** Largest binary frame a client may send, bytes. */
  maxBinaryFrameBytes: 4 * 1024,
  /** Time from the socket's opening to its hello, ms. */
  helloTimeoutMs: 5_000,
  /** Requests before the hello on one socket. */
  maxGuestRequests: 20,
  /** A client pings this often, ms; the hall closes a socket that is silent for three of them. */
  pingIntervalMs: 5_000,
  /** Sustained requests a second for one socket, and the burst allowed on top. */
  requestsPerSecond: 100,
  requestBurst: 400,
  /** Items in one batched media request. */
  maxBatch: 256,
} as const;
