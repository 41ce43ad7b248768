import { AppError } from '#protocol/errors.ts';
import type { VoiceSink } from '../../ports/voiceSinks.ts';
import type { GbDevice } from '../devices/deviceBook.ts';
import type { DeviceQueries } from '../devices/deviceQueries.ts';
import type { VoiceLeg } from '../media/legs.ts';
import { dialogOfRequest } from '../sip/dialog.ts';
import { resentUntilAcknowledged } from '../sip/resent.ts';
import type { IncomingRequest } from '../sip/sipEndpoint.ts';
import { parseAddress, parseUri } from '../sip/sipFields.ts';
import { header } from '../sip/sipMessage.ts';
import { legAnswerOf, parseGbSdp, transportOf, writeGbSdp } from '../words/gbSdp.ts';
import type { OpenCall } from './callBook.ts';
import type { CallRooms } from './streamCall.ts';

/** From the notice to the device's ACK. */
const ANSWER_WITHIN_MS = 8_000;

type Voice = { packet(rtp: Buffer): void; end(): void };
type Waiting = { readonly take: (incoming: IncomingRequest) => void };

/** The hall's voice to devices (9.12): the hall tells of it, the device calls back and is answered. */
export class Broadcasts {
  readonly #rooms: CallRooms;
  readonly #queries: DeviceQueries;
  /** By device and by channel: devices call in either name. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(rooms: CallRooms, queries: DeviceQueries) {
    this.#rooms = rooms;
    this.#queries = queries;
  }

  /** `device`: the one that is here when somebody begins to speak. */
  sink(device: () => GbDevice | undefined, channelId: string): VoiceSink {
    return { begin: ({ onLost }) => this.#begin(device(), channelId, onLost) };
  }

  /** An INVITE came; false: no device calls back just now. */
  take(incoming: IncomingRequest): boolean {
    const from = parseUri(parseAddress(header(incoming.request, 'from') ?? '').uri).user;
    const waiting = this.#waiting.get(`${from} ${incoming.from.address}`);
    waiting?.take(incoming);
    return waiting !== undefined;
  }

  async #begin(device: GbDevice | undefined, channelId: string, onLost: () => void): Promise<Voice> {
    if (device === undefined) throw new AppError('unitAway');
    const keys = [device.deviceId, channelId].map((one) => `${one} ${device.peer.address}`);
    if (keys.some((key) => this.#waiting.has(key))) throw new AppError('unitCannotHear');
    const { promise, resolve, reject } = Promise.withResolvers<Voice>();
    const timer = setTimeout(() => reject(new AppError('unitCannotHear')), ANSWER_WITHIN_MS);
    const abort = new AbortController();
    const waiting: Waiting = { take: (incoming) => void this.#answer(incoming, { signal: abort.signal, onLost }).then(resolve, reject) };
    for (const key of keys) this.#waiting.set(key, waiting);
    try {
      const status = await this.#queries.broadcast(device, this.#rooms.id, channelId);
      if (status === null || status >= 300) throw new AppError('unitCannotHear');
      return await promise;
    } catch (error) {
      abort.abort();
      throw error;
    } finally {
      clearTimeout(timer);
      for (const key of keys) this.#waiting.delete(key);
    }
  }

  async #answer(incoming: IncomingRequest, { signal, onLost }: { readonly signal: AbortSignal; readonly onLost: () => void }): Promise<Voice> {
    const { calls, legs, ssrcs, id, endpoint } = this.#rooms;
    const { request, toTag, answer } = incoming;
    const ssrc = ssrcs.take({ recorded: false });
    let leg: VoiceLeg | undefined;
    let call: OpenCall | undefined;
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      call?.hangUp();
      leg?.close();
      ssrc?.release();
    };
    const lost = (): void => {
      if (over) return;
      end();
      onLost();
    };
    try {
      const offer = parseGbSdp(request.body);
      const heard = legAnswerOf(offer);
      if (ssrc === undefined || ![...heard.payloads.values()].some((name) => name === 'PCMA' || name === 'PS')) throw new AppError('unitCannotHear');
      answer({ status: 100 });
      const transport = transportOf(offer);
      // The device chooses the number when it says one.
      leg = await legs.openVoice({ transport, ssrc: offer.ssrc ?? ssrc.value, onEnded: lost });
      const { promise: acknowledged, resolve } = Promise.withResolvers<boolean>();
      call = calls.open({ dialog: dialogOfRequest(request, toTag), peer: incoming.from, onAck: () => resolve(true), onBye: () => {
        resolve(false);
        lost();
      } });
      signal.addEventListener('abort', () => resolve(false), { once: true });
      const body = writeGbSdp({ name: 'Play', owner: id, host: leg.host, port: leg.port, media: 'audio', direction: 'sendonly', transport, payloads: [[8, 'PCMA']], ssrc: String(offer.ssrc ?? ssrc.value).padStart(10, '0'), format: 'v/////a/1/8/1' });
      const taken = { status: 200, headers: [['contact', `<sip:${id}@${endpoint.place}>`], ['content-type', 'Application/SDP']] as const, body };
      const stopSending = resentUntilAcknowledged(answer(taken));
      const up = await acknowledged.finally(stopSending);
      if (!up || signal.aborted) throw new AppError('unitCannotHear');
      leg.answered(heard);
      const sending = leg;
      return { packet: (rtp) => sending.packet(rtp), end };
    } catch (error) {
      answer({ status: 488 });
      end();
      throw error instanceof AppError ? error : new AppError('unitCannotHear', { cause: error });
    }
  }
}
