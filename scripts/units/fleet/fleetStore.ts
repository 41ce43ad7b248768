import { readFile, writeFile } from 'node:fs/promises';
import { createEnrolment } from '../../../sfu/identity/enrolment.ts';
import { openSigningKey } from '../../../sfu/identity/signingKey.ts';
import { createTokenAuthority } from '../../../sfu/identity/tokenAuthority.ts';
import { openStorage } from '../../../sfu/persistence/storage.ts';
import { fleetFile, fleetMember, type FleetMember, type PlannedMember } from './member.ts';

const TOKEN_LIFETIME_MS = 365 * 86_400_000;

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

/** Enrols the planned units in the hall whose storage folder this is, whether or not it runs. */
export async function enrolFleet(planned: readonly PlannedMember[], storageDir: string): Promise<FleetMember[]> {
  const now = Date.now;
  const storage = await openStorage(storageDir);
  try {
    const { hallId, units, tokens } = storage;
    const authority = createTokenAuthority({ hallId, key: openSigningKey(storage.folder), tokens, now });
    const enrolment = createEnrolment({ authority, units, tokens, lifetimeMs: TOKEN_LIFETIME_MS, now });
    const fleet: FleetMember[] = [];
    for (const member of planned) {
      const { name, teamName, courtCode, courtName, kind } = member;
      const { token, identity } = await enrolment.enrolUnit({ name, teamName, courtCode, courtName, kind });
      fleet.push(fleetMember.parse({ ...member, unitId: identity.unitId, token }));
    }
    return fleet;
  } finally {
    await storage.close();
  }
}
