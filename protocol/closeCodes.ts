/** WebSocket close codes of the hall. 1009 (message too big) is sent by the socket library itself. */
export const CLOSE_CODES = {
  badFrame: 4000,
  helloTimeout: 4001,
  unauthorised: 4002,
  protocolMismatch: 4003,
  flood: 4004,
  tooSlow: 4005,
  replaced: 4006,
  serverClosing: 4007,
  silent: 4008,
  /** What the person may do has changed: come back at once. */
  rightsChanged: 4009,
} as const;

export type CloseReason = keyof typeof CLOSE_CODES;

/** A client must not reconnect by itself after these: a person has to act first. */
export const FINAL_CLOSE_CODES: ReadonlySet<number> = new Set([
  CLOSE_CODES.unauthorised,
  CLOSE_CODES.protocolMismatch,
  CLOSE_CODES.replaced,
]);
