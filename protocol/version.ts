/** Raised with every incompatible change of a request, a notice or a binary frame. */
export const PROTOCOL_VERSION = 5;

/** The oldest client this hall still serves. */
export const MIN_PROTOCOL_VERSION = 5;
