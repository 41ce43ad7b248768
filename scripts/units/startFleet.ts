import { createHash, X509Certificate } from 'node:crypto';
import { sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { startVirtualDisplays, type VirtualDisplays } from '../displays/startVirtualDisplays.ts';
import { FieldHost } from './fieldHost/fieldHost.ts';
import type { FleetMember } from './fleet/member.ts';
import { placeOf } from './fleet/unitFix.ts';
import { letterUnits, type UnitLettering } from './picture/lettering.ts';
import { Scene } from './picture/scene.ts';
import { RtpUnit } from './rtp/rtpUnit.ts';
import { videoPlan, type VideoPlan } from './rtp/videoPlan.ts';

export type FleetOptions = {
  readonly hall: { /** `https://host:port`. */ readonly url: string; /** PEM of the hall's own authority. */ readonly caCertificatePem: string };
  readonly members: readonly FleetMember[];
  /** The Electron program; needed as soon as a member's sender is `page`. */
  readonly electron?: string;
  /** X display for the hidden windows; default: the environment's, and without one a virtual one of the fleet's own. */
  readonly display?: string;
  readonly log?: (message: string) => void;
};

export type FleetUnitState = {
  readonly unitId: string;
  readonly running: boolean;
  /** For RTP units: the session is open. For pages: the page is loaded. */
  readonly online: boolean;
  readonly framesWritten: number;
  readonly packetsSent: number;
};

/** Simulated units that run. */
export interface Fleet {
  readonly units: readonly FleetMember[];
  states(): FleetUnitState[];
  /** Takes the unit away as if its battery had gone. Errors: for a unit that is not of this fleet. */
  stop(unitId: string): Promise<void>;
  /** Brings it back; does nothing while it runs. */
  start(unitId: string): Promise<void>;
  /** Ends all units and what they started. Idempotent. */
  close(): Promise<void>;
}

/** Starts every member. They keep trying while the hall is away, so it may start later. Errors: ffmpeg or Electron missing. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { members, hall } = options;
  const log = options.log ?? (() => undefined);
  const byId = new Map(members.map((member, index) => [member.unitId as string, { member, index }]));
  const recorders = members.filter(({ sender }) => sender === 'rtp');
  const plan = videoPlan(recorders.length);
  const lettering = await letterUnits(
    recorders.map((member) => ({ unitId: member.unitId, name: member.name, court: member.courtName, place: placeOf(member) })),
    plan.size,
  );
  const pages = recorders.length < members.length ? await startPages(options, log) : null;
  const fieldHost = pages?.fieldHost ?? null;
  const running = new Map<string, RtpUnit>();

  async function start(unitId: string): Promise<void> {
    const { member, index } = known(unitId);
    if (member.sender === 'page') {
      if (fieldHost?.has(unitId) === false) {
        fieldHost.open(member);
      }
    } else if (!running.has(unitId)) {
      running.set(
        unitId,
        await RtpUnit.create({
          member,
          hall: { url: hall.url, ca: hall.caCertificatePem },
          scene: sceneOf(member, index, plan, lettering.get(unitId)!),
          plan,
          toneHz: toneOf(index),
          log: (message) => log(`${member.name}: ${message}`),
        }),
      );
    }
  }

  async function stop(unitId: string): Promise<void> {
    if (known(unitId).member.sender === 'page') {
      fieldHost?.close(unitId);
      return;
    }
    const unit = running.get(unitId);
    running.delete(unitId);
    await unit?.close();
  }

  function known(unitId: string): { member: FleetMember; index: number } {
    const found = byId.get(unitId);
    if (found === undefined) {
      throw new Error(`no unit ${unitId} in this fleet`);
    }
    return found;
  }

  for (const { unitId } of members) {
    await start(unitId);
  }
  return {
    units: members,
    states: () =>
      members.map(({ unitId, sender }) => {
        const unit = running.get(unitId);
        const online = sender === 'page' ? (fieldHost?.isOpen(unitId) ?? false) : (unit?.state.online ?? false);
        return {
          unitId,
          running: sender === 'page' ? (fieldHost?.has(unitId) ?? false) : unit !== undefined,
          online,
          framesWritten: unit?.state.framesWritten ?? 0,
          packetsSent: unit?.state.packetsSent ?? 0,
        };
      }),
    start,
    stop,
    close: async () => {
      const ending = [...running.values()].map((unit) => unit.close());
      running.clear();
      await Promise.all([...ending, pages?.end()]);
    },
  };
}

/** Quiet tones in steps of a major second and a bit, so that a listener (or a test) can tell who is heard. */
export function toneOf(index: number): number {
  return Math.round(220 * 2 ** ((index % 24) / 8));
}

function sceneOf(member: FleetMember, index: number, plan: VideoPlan, lettering: UnitLettering): Scene {
  // The golden angle keeps neighbours on a wall apart in colour, however many there are.
  return new Scene({ size: plan.size, hueDeg: (200 + index * 137.5) % 360, sourceTag: sourceTagOf(member.unitId), lettering });
}

async function startPages(
  { electron, display, hall }: FleetOptions,
  log: (message: string) => void,
): Promise<{ fieldHost: FieldHost; end: () => Promise<void> }> {
  if (electron === undefined) {
    throw new Error('field pages need Electron: name its program in the options');
  }
  const given = display ?? process.env['DISPLAY'];
  let own: VirtualDisplays | null = null;
  if (given === undefined || given === '') {
    log('no display: the field pages get a virtual one');
    own = await startVirtualDisplays({ count: 1, width: 1280, height: 720 });
  }
  const authority = new X509Certificate(hall.caCertificatePem);
  const caFingerprint = createHash('sha256').update(authority.raw).digest('hex');
  const fieldHost = new FieldHost({ hall: { url: hall.url, caFingerprint }, electron, display: own?.display ?? given ?? '', log });
  return {
    fieldHost,
    end: async () => {
      await fieldHost.end();
      await own?.close();
    },
  };
}
