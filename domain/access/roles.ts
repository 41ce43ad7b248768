import type { Capability, Purpose, TokenRole } from '#protocol/capabilities.ts';

/** The one table of who may do what. A connection's purpose narrows what its token's role would allow. */
const CAPABILITIES_OF: Record<Purpose, readonly Capability[]> = {
  unit: ['session.use', 'media.publish', 'telemetry.send'],
  desk: ['session.use', 'hall.follow', 'media.view', 'telemetry.follow', 'wall.edit', 'diagnostics.report', 'diagnostics.read'],
  wall: ['session.use', 'hall.follow', 'media.view', 'telemetry.follow', 'wall.show', 'diagnostics.report'],
  observer: ['session.use', 'hall.follow', 'diagnostics.read'],
};

const PURPOSES_OF: Record<TokenRole, readonly Purpose[]> = {
  unit: ['unit'],
  console: ['desk', 'wall'],
  observer: ['observer'],
};

/** Whether a token of this role may open a session for this purpose. */
export function mayOpen(role: TokenRole, purpose: Purpose): boolean {
  return PURPOSES_OF[role].includes(purpose);
}

export function capabilitiesOf(purpose: Purpose): readonly Capability[] {
  return CAPABILITIES_OF[purpose];
}
