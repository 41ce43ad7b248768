import { readFile, writeFile } from 'node:fs/promises';
import { openOperator, type HallPlace } from '../../../sfu/commands/openOperator.ts';
import { courtOf, newCommandId } from '../../../sfu/operator/commandLine.ts';
import { redeemCode } from '../../../sfu/operator/redeemCode.ts';
import { fleetFile, fleetMember, type FleetMember, type PlannedMember } from './member.ts';

/** The fleet that is kept in a file; null when there is no such file. Errors: when it is there but is no fleet. */
export async function readFleet(file: string): Promise<FleetMember[] | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') {
      return null;
    }
    throw error;
  });
  return text === null ? null : fleetFile.parse(JSON.parse(text));
}

/** Readable by its owner alone: it holds the units' tokens. */
export async function writeFleet(file: string, fleet: readonly FleetMember[]): Promise<void> {
  await writeFile(file, `${JSON.stringify(fleet, null, 2)}\n`, { mode: 0o600 });
}

/** Enrols the planned units in the running hall and exchanges their codes for tokens, as their devices would. */
export async function enrolFleet(planned: readonly PlannedMember[], hall: HallPlace): Promise<FleetMember[]> {
  const link = await openOperator(hall);
  try {
    const snapshot = await link.snapshot();
    const fleet: FleetMember[] = [];
    for (const member of planned) {
      const { name, teamName, kind } = member;
      const courtCode = courtOf(snapshot, member.courtCode);
      const { unit, enrolment } = await link.request('unit.enrol', { commandId: newCommandId(), courtCode, name, teamName, kind });
      const { token } = await redeemCode(link, enrolment.code);
      fleet.push(fleetMember.parse({ ...member, unitId: unit.unitId, token }));
    }
    return fleet;
  } finally {
    link.close();
  }
}
