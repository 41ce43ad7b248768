import type { Scenario } from '#protocol/scenario/scenario.ts';
import { sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { courtName } from '#domain/courts/courtName.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { RequestInput } from '#protocol/contract.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { letterUnits } from '../../units/picture/lettering.ts';
import { Scene } from '../../units/picture/scene.ts';
import { Encoder } from '../../units/rtp/encoder.ts';
import { Relay } from '../../units/rtp/relay.ts';
import { videoPlan } from '../../units/rtp/videoPlan.ts';
import { toneOf } from '../../units/startFleet.ts';

type Unit = Scenario['units'][number];
export type IngestTracks = RequestInput<'ingest.open'>['tracks'];

/** What a unit's camera sends. */
export interface Camera {
  readonly tracks: IngestTracks;
  /** To these ports of the hall, in the order of the tracks; null: nowhere. */
  aim(to: { readonly host: string; readonly ports: readonly number[] } | null): void;
  /** Idempotent. */
  close(): Promise<void>;
}

const VIDEO_PAYLOAD_TYPE = 101;
const AUDIO_PAYLOAD_TYPE = 111;

type Options = { readonly units: readonly Unit[]; readonly idOf: (ref: string) => UnitId; readonly state: HallState; readonly now: () => number };

/** Encoded pictures and sound of every unit that has a camera at some time, each with its name in it. Errors: ffmpeg is missing. */
export async function startCameras({ units, idOf, state, now }: Options): Promise<Map<string, Camera>> {
  const plan = videoPlan(units.length);
  const lettering = await letterUnits(units.map(({ ref, name, court }) => ({ unitId: idOf(ref), name, court: courtName(state.courts, court), place: '' })), plan.size);
  const cameras = new Map<string, Camera>();
  for (const [index, { ref }] of units.entries()) {
    const unitId = idOf(ref);
    const scene = new Scene({ size: plan.size, hueDeg: (200 + index * 137.5) % 360, sourceTag: sourceTagOf(unitId), lettering: lettering.get(unitId)! });
    const ssrc = 1_000 + index * 2;
    const relay = await Relay.create();
    const encoder = new Encoder({
      ...plan,
      bytesPerFrame: scene.bytesPerFrame,
      localPort: relay.localPort,
      video: { ssrc, payloadType: VIDEO_PAYLOAD_TYPE },
      audio: { ssrc: ssrc + 1, payloadType: AUDIO_PAYLOAD_TYPE },
      toneHz: toneOf(index),
      paint: (target, at) => scene.paint(target, at, { clock: false }),
      now,
      // A camera whose program ends is gone, as its tile says.
      onExit: () => relay.aim(new Map()),
    });
    cameras.set(ref, {
      tracks: [{ mimeType: 'video/VP8', ssrc, payloadType: VIDEO_PAYLOAD_TYPE }, { mimeType: 'audio/opus', ssrc: ssrc + 1, payloadType: AUDIO_PAYLOAD_TYPE }],
      aim: (to) => relay.aim(new Map(to === null ? [] : to.ports.map((port, track) => [ssrc + track, { host: to.host, port }]))),
      close: async () => {
        relay.close();
        await encoder.close();
      },
    });
  }
  return cameras;
}
