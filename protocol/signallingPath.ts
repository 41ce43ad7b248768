/** Where the hall's WebSocket stands on its HTTPS server. */
export const SIGNALLING_PATH = '/signal';
