import type { Rewriter } from '../../ports/rewriter.ts';
import type { RtpIntake } from '../../ports/rtpIntake.ts';
import type { GbLegs, Leg, LegAnswer, StreamLegOptions, VoiceLeg } from './legs.ts';
import { Pictures } from './pictures.ts';
import { RtpFrames } from './rtp/rtpFrames.ts';
import { openWay, type RtpFrom } from './rtp/way.ts';
import { VoiceCoder } from './voice/voiceCoder.ts';

type Options = {
  readonly config: { readonly listenHost: string; readonly rtpPortFrom: number; readonly rtpPortTo: number; readonly rtpFrom: RtpFrom };
  /** Under which devices reach the hall. */
  readonly announcedHost: string;
  readonly intake: RtpIntake;
  readonly rewriter: Rewriter;
};

/** Of RTP's clock for pictures. */
const TICKS_PER_MS = 90;

/** The media side of GB/T 28181: ports, program streams, and G.711. */
export function createGbLegs({ config, announcedHost, intake, rewriter }: Options): GbLegs {
  const open = new Set<Leg>();
  const ports = { from: config.rtpPortFrom, to: config.rtpPortTo };
  const kept = <Kept extends Leg>(leg: Kept): Kept => {
    open.add(leg);
    return leg;
  };

  const openStream = async ({ feedId, transport, ssrc, recorded = false, onLive, onEnded, onKeyFrameWanted }: StreamLegOptions): Promise<Leg> => {
    let answer: LegAnswer | null = null;
    let over = false;
    const end: StreamLegOptions['onEnded'] = (why) => {
      if (over) return;
      over = true;
      onEnded(why);
    };
    const pictures = new Pictures({ feedId, recorded, intake, rewriter, onLive, onEnded: end, onKeyFrameWanted });
    const frames = new RtpFrames({
      // Some devices take a number of their own and say so in their answer.
      ssrc: () => answer?.ssrc ?? ssrc,
      onFrame: (frame) => {
        const codec = answer?.payloads.get(frame.payloadType);
        if (codec !== undefined) pictures.take(recorded ? { ...frame, timestamp: Math.round(performance.now() * TICKS_PER_MS) >>> 0 } : frame, codec);
      },
    });
    const way = await openWay(transport, { listenHost: config.listenHost, ports, from: config.rtpFrom, isOurs: (packet) => packet.length >= 12 && packet.readUInt32BE(8) === (answer?.ssrc ?? ssrc), onPacket: (packet) => frames.push(packet), onLost: (detail) => end({ fault: 'ended', detail }) });
    const leg: Leg = kept({
      host: announcedHost,
      port: way.port,
      answered: (given) => {
        answer = given;
        way.meet(given);
      },
      close: () => {
        over = true;
        open.delete(leg);
        way.close();
        pictures.close();
      },
    });
    return leg;
  };

  const openVoice: GbLegs['openVoice'] = async ({ transport, ssrc, onEnded }) => {
    const coder = await VoiceCoder.create({ ssrc });
    let over = false;
    const way = await openWay(transport, {
      listenHost: config.listenHost,
      ports,
      // It sends nothing by which it could be known.
      from: 'announced',
      isOurs: () => false,
      onPacket: () => undefined,
      onLost: (detail) => {
        if (!over) onEnded({ fault: 'ended', detail });
        over = true;
      },
    }).catch((error: unknown) => {
      coder.free();
      throw error;
    });
    const leg: VoiceLeg = kept({
      host: announcedHost,
      port: way.port,
      answered: (answer) => way.meet(answer),
      packet: (rtp) => {
        for (const packet of coder.packets(rtp)) way.send(packet);
      },
      close: () => {
        over = true;
        open.delete(leg);
        way.close();
        coder.free();
      },
    });
    return leg;
  };

  return {
    openStream,
    openVoice,
    close: () => {
      for (const leg of open) leg.close();
    },
  };
}
