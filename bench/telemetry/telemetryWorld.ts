import { randomUUIDv7 } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NewEvent } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { createUser } from '#domain/people/decideUser.ts';
import { enrolUnit, joinUnit } from '#domain/units/decideUnit.ts';
import { courtCode, unitId, userId } from '#protocol/nouns/ids.ts';
import { createCourts } from '../../sfu/courts/courts.ts';
import { createTokenAuthority, type MintOptions } from '../../sfu/identity/tokenAuthority.ts';
import { openSigningKey } from '../../sfu/keys/signingKey.ts';
import { openLog } from '../follow/world.ts';

const DAY_MS = 86_400_000;
/** Events of one command; as many as a hall makes durable together at most. */
const AT_ONCE = 500;
const UNIT_COURTS = ['闽0203', '闽0205', '闽0206', '闽0524', '闽0502', '闽0581', '闽0102', '闽0181', '闽0602', '闽0802'];

export type TelemetryWorld = { readonly unitTokens: readonly string[]; readonly consoleTokens: readonly string[] };

/** A hall's folder before its first start, with so many units, and as many dispatchers of the high court, who see all of them. */
export async function makeTelemetryWorld(storageDir: string, { units, consoles }: { units: number; consoles: number }): Promise<TelemetryWorld> {
  const { log, storage, close } = await openLog(storageDir);
  try {
    await createCourts({ log }).ensureCourts();
    const authority = createTokenAuthority({ hallId: storage.hallId, key: openSigningKey(storage.folder, 'token'), tokens: storage.stores.tokens, now: Date.now });
    const issue = async (holder: Pick<MintOptions, 'courtCode'> & ({ role: 'person'; userId: ReturnType<typeof userId.parse> } | { role: 'unit'; unitId: ReturnType<typeof unitId.parse> })) => {
      const { token, record } = await authority.mint({ ...holder, clientName: 'bench', remoteAddress: '127.0.0.1', lifetimeMs: DAY_MS });
      await storage.stores.tokens.insert(record);
      return token;
    };
    const record = (events: (state: HallState) => readonly NewEvent[]) =>
      log.execute({ commandId: null, name: 'bench.telemetry', input: {}, actor: { kind: 'hall' }, via: null, decide: (state) => ({ events: events(state), answer: () => null }) });

    const people = Array.from({ length: consoles }, (_, index) => ({ userId: userId.parse(randomUUIDv7()), name: `值班员${index}`, courtCode: courtCode.parse('闽'), username: `person${index}` }));
    for (const person of people) {
      await record((state) => createUser(state, { ...person, roles: ['dispatcher'], phone: null }).events);
    }
    const fleet = Array.from({ length: units }, (_, index) => ({ unitId: unitId.parse(randomUUIDv7()), courtCode: courtCode.parse(UNIT_COURTS[index % UNIT_COURTS.length]), name: `单兵${index}`, teamName: `执行${index % 20}组`, kind: 'recorder' as const, expiresAt: Date.now() + DAY_MS }));
    for (let from = 0; from < fleet.length; from += AT_ONCE) {
      const some = fleet.slice(from, from + AT_ONCE);
      await record((state) => some.flatMap((unit) => enrolUnit(state, unit).events));
      await record((state) => some.flatMap((unit) => joinUnit(state, { unitId: unit.unitId, clientName: 'bench', remoteAddress: '127.0.0.1' }).events));
    }
    // One address stands for all of them.
    writeFileSync(path.join(storageDir, 'hall.json'), JSON.stringify({ maxConnectionsPerAddress: units + consoles + 10 }));
    const consoleTokens: string[] = [];
    for (const person of people) {
      consoleTokens.push(await issue({ role: 'person', userId: person.userId, courtCode: person.courtCode }));
    }
    const unitTokens: string[] = [];
    for (const unit of fleet) {
      unitTokens.push(await issue({ role: 'unit', unitId: unit.unitId, courtCode: unit.courtCode }));
    }
    return { unitTokens, consoleTokens };
  } finally {
    await close();
  }
}
