/** What a session may do. Which role holds which is one table, `domain/access/roles.ts`. */
export const CAPABILITIES = [
  'session.use',
  'hall.follow',
  'media.publish',
  'media.view',
  'telemetry.send',
  'telemetry.follow',
  'wall.edit',
  'wall.show',
  'diagnostics.report',
  'diagnostics.read',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** Who a token was issued to. */
export const TOKEN_ROLES = ['unit', 'console', 'observer'] as const;
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** What a connection is for; a wall window of a console machine asks for less than the desk beside it. */
export const PURPOSES = ['unit', 'desk', 'wall', 'observer'] as const;
export type Purpose = (typeof PURPOSES)[number];
