/** What a session may do. Which role holds which is one table, `domain/access/roles.ts`. */
export const CAPABILITIES = [
  'session.use',
  'password.change',
  'hall.follow',
  'media.publish',
  'media.view',
  'media.grant',
  'talk.use',
  'telemetry.send',
  'telemetry.follow',
  'wall.edit',
  'wall.show',
  'wall.command',
  'snapshots.take',
  'diagnostics.report',
  'diagnostics.read',
  'duty.serve',
  'duty.relieve',
  'people.read',
  'people.manage',
  'personal.open',
  'units.manage',
  'devices.manage',
  'courts.manage',
  'operations.plan',
  'operations.work',
  'operations.sign',
  'alarms.raise',
  'alarms.handle',
  'orders.answer',
  'documents.put',
  'instructions.send',
  'instructions.answer',
  'reports.submit',
  'tasks.read',
  'tasks.handle',
  'tasks.approve',
  'tasks.personal',
  'consultations.join',
  'consultations.hold',
  'calls.take',
  'fences.draw',
  'tracks.read',
  'drills.run',
  'clock.steer',
  'audit.read',
  'audit.export',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** Who a token was issued to. An `operator` works on the hall's own machine, by command line. */
export const TOKEN_ROLES = ['unit', 'console', 'observer', 'person', 'operator'] as const;
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** What a connection is for; a wall window of a console machine asks for less than the desk beside it. */
export const PURPOSES = ['unit', 'desk', 'wall', 'observer', 'operator'] as const;
export type Purpose = (typeof PURPOSES)[number];
