import { randomUUID } from 'node:crypto';
import { AppError } from '#protocol/errors.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { SourceFault, SourceStatus } from '#protocol/media/sources.ts';
import type { GbDevice } from '../devices/deviceBook.ts';
import type { GbLegs, LegEnd, LegTransport } from '../media/legs.ts';
import { dialogOfAnswer, inDialog } from '../sip/dialog.ts';
import type { Outgoing, SipEndpoint } from '../sip/sipEndpoint.ts';
import { newTag } from '../sip/sipFields.ts';
import type { SipResponse } from '../sip/sipMessage.ts';
import { legAnswerOf, parseGbSdp, writeGbSdp } from '../words/gbSdp.ts';
import type { CallBook, OpenCall } from './callBook.ts';
import type { SsrcBook } from './ssrcBook.ts';

/** From the ACK to the first picture. */
const FIRST_PICTURE_WITHIN_MS = 15_000;
const PAYLOADS = [[96, 'PS'], [98, 'H264'], [97, 'MPEG4'], [100, 'H265']] as const;

export type CallRooms = { readonly endpoint: SipEndpoint; readonly calls: CallBook; readonly legs: GbLegs; readonly ssrcs: SsrcBook; /** The hall's own number. */ readonly id: string; readonly realm: string };

type Options = {
  readonly device: GbDevice;
  readonly channelId: string;
  readonly feedId: FeedId;
  readonly transport: LegTransport;
  /** Undefined: as it is now. */
  readonly recording?: { readonly from: number; readonly to: number };
  readonly signal: AbortSignal;
  readonly onLive: (media: NonNullable<SourceStatus['media']>) => void;
  readonly onUp?: (call: OpenCall) => void;
  /** What the device tells within the call. */
  readonly onMessage?: (body: Buffer) => void;
  readonly onKeyFrameWanted: () => void;
};

/** Calls a device for the pictures of one channel, until it ends; whatever way that is, nothing of it stays. Errors: what the legs refuse. */
export async function streamCall({ endpoint, calls, legs, ssrcs, id, realm }: CallRooms, { device, channelId, feedId, transport, recording, signal, onLive, onUp, onMessage, onKeyFrameWanted }: Options): Promise<LegEnd> {
  const ssrc = ssrcs.take({ recorded: recording !== undefined });
  if (ssrc === undefined) return { fault: 'noPort', detail: '' };
  const { promise: ended, resolve: end } = Promise.withResolvers<LegEnd>();
  const stop = (): void => end({ fault: 'ended', detail: '' });
  let timer: NodeJS.Timeout | undefined;
  let open: OpenCall | undefined;
  try {
    const leg = await legs.openStream({ feedId, transport, ssrc: ssrc.value, recorded: recording !== undefined, onKeyFrameWanted, onEnded: end, onLive: (media) => {
      clearTimeout(timer);
      onLive(media);
    } }).catch(nullWhereFull);
    if (leg === null) return { fault: 'noPort', detail: '' };
    try {
      if (signal.aborted) return { fault: 'ended', detail: '' };
      signal.addEventListener('abort', stop, { once: true });
      const name = recording === undefined ? 'Play' as const : 'Playback' as const;
      const subject = `${channelId}:${ssrc.text},${id}:0`;
      const offer: Outgoing = {
        method: 'INVITE',
        uri: `sip:${channelId}@${hostOf(device.peer)}`,
        headers: [
          ['from', `<sip:${id}@${realm}>;tag=${newTag()}`], ['to', `<sip:${channelId}@${realm}>`], ['call-id', randomUUID()], ['cseq', '1 INVITE'],
          ['contact', `<sip:${id}@${endpoint.place}>`], ['subject', subject], ['content-type', 'Application/SDP'],
        ],
        body: writeGbSdp({
          name, owner: channelId, host: leg.host, port: leg.port, media: 'video', direction: 'recvonly', transport, payloads: PAYLOADS, ssrc: ssrc.text,
          ...(recording === undefined ? { format: '' } : { recording: { uri: `${channelId}:0`, ...recording } }),
        }),
        // A 200 that comes again wants its ACK again; one that nobody waited for is a call that has to be ended.
        onTakenAgain: (response) => {
          const dialog = dialogOfAnswer(offer, response);
          endpoint.send(inDialog(dialog, 'ACK'), device.peer);
          if (open === undefined) void endpoint.request(inDialog(dialog, 'BYE'), device.peer);
        },
      };
      const response = await Promise.race([endpoint.request(offer, device.peer), ended]);
      if (response === null) return { fault: 'timedOut', detail: '' };
      if (!('status' in response)) {
        // Should it be taken all the same, `onTakenAgain` ends the call.
        endpoint.cancel(offer, device.peer);
        return response;
      }
      if (response.status >= 300) return faultOf(response);
      const dialog = dialogOfAnswer(offer, response);
      endpoint.send(inDialog(dialog, 'ACK'), device.peer);
      open = calls.open({ dialog, peer: device.peer, onBye: stop, onInfo: () => 200, ...(onMessage === undefined ? {} : { onMessage }) });
      try {
        leg.answered(legAnswerOf(parseGbSdp(response.body)));
      } catch (error) {
        return { fault: 'failed', detail: `SDP: ${error instanceof Error ? error.message : ''}` };
      }
      timer = setTimeout(end, FIRST_PICTURE_WITHIN_MS, { fault: 'noVideo', detail: '' });
      onUp?.(open);
      return await ended;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      open?.hangUp();
      leg.close();
    }
  } finally {
    ssrc.release();
  }
}

function nullWhereFull(error: unknown): null {
  if (error instanceof AppError && error.code === 'tooManyFeeds') return null;
  throw error;
}

export function hostOf({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

const FAULTS: Readonly<Record<number, SourceFault>> = { 401: 'refusedLogin', 403: 'refusedLogin', 404: 'notFound', 408: 'timedOut', 415: 'codec', 480: 'notFound', 486: 'busy', 488: 'codec', 600: 'busy' };

function faultOf({ status, reason }: SipResponse): LegEnd {
  return { fault: FAULTS[status] ?? 'failed', detail: `${status} ${reason}`.slice(0, 200) };
}
