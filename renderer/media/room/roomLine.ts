import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RoomEnd, RoomState, RoomTrackName, Seat } from '#protocol/consultations/room.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { ConsultationId, SeatId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../link/hallLink.ts';
import { MediaDevice } from '../transport/mediaDevice.ts';
import { RoomReceiver } from './roomReceiver.ts';
import { RoomSender } from './roomSender.ts';

export type Device = 'camera' | 'microphone';
export type RoomLineState = {
  readonly consultationId: ConsultationId;
  /** `waiting`: before the door; `back`: the line was lost and is on its way back; `out`: over, `end` says how. */
  readonly phase: 'joining' | 'waiting' | 'in' | 'back' | 'out';
  readonly room: RoomState | null;
  readonly seatId: SeatId | null;
  /** What this person opened; a track stays while it is paused. */
  readonly own: Readonly<Partial<Record<RoomTrackName, { readonly track: MediaStreamTrack; readonly paused: boolean }>>>;
  /** Why a device is not there. */
  readonly trouble: Readonly<Partial<Record<RoomTrackName, 'denied' | 'missing' | ErrorCode>>>;
  readonly end: { readonly why: RoomEnd | 'failed'; readonly words: string | null; readonly error: ErrorCode | null } | null;
};

export type RoomLineOptions = {
  readonly link: HallLink;
  readonly consultationId: ConsultationId;
  /** Tracks that are the line's own to stop. Errors: DOMException. */
  readonly openMicrophone: () => Promise<MediaStreamTrack>;
  readonly openCamera: () => Promise<MediaStreamTrack>;
  readonly log: (message: string, cause: unknown) => void;
};

const RETRY_MS = 1_500;
/** What a room answers when there is nothing to come back to. */
const HOPELESS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['consultationOver', 'consultationNotOpen', 'notFound', 'roomLocked', 'removedFromRoom', 'forbidden', 'roomFull']);

/** One person's way into one room: comes in, sends, receives, and comes back after every loss with the same seat. */
export class RoomLine {
  readonly state: StoreApi<RoomLineState>;
  readonly receiver: RoomReceiver;
  readonly #options: RoomLineOptions;
  readonly #sender: RoomSender;
  readonly #undo: (() => void)[];
  #sessionId: string | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: RoomLineOptions) {
    this.#options = options;
    const { link, consultationId, log } = options;
    this.state = createStore<RoomLineState>(() => ({ consultationId, phase: 'joining', room: null, seatId: null, own: {}, trouble: {}, end: null }));
    const device = new MediaDevice({ link });
    this.#sender = new RoomSender({ link, device, consultationId, onLost: () => void this.#resend() });
    this.receiver = new RoomReceiver({ link, device, consultationId, log });
    this.#undo = [
      link.state.subscribe(() => this.#meetSession()),
      link.on('room.changed', (room) => {
        if (room.consultationId === consultationId) this.#changed(room);
      }),
      link.on('room.closed', ({ consultationId: which, why, words }) => {
        if (which === consultationId) this.#end({ why, words, error: null });
      }),
    ];
    this.#meetSession();
  }

  /** Opens or closes a device. What goes wrong is in `trouble`. */
  async toggle(device: Device): Promise<void> {
    const own = this.state.getState().own[device];
    await this.#tried(device, async () => {
      if (own === undefined) await this.#send(device, await (device === 'camera' ? this.#options.openCamera() : this.#options.openMicrophone()));
      else if (device === 'camera') this.#stop(device);
      else {
        await this.#sender.setPaused(device, !own.paused);
        this.#own(device, { ...own, paused: !own.paused });
      }
    });
  }

  /** Goes. Idempotent. */
  leave(): void {
    if (this.state.getState().phase === 'out') return;
    this.#options.link.request('room.leave', { consultationId: this.#options.consultationId }).catch(() => undefined);
    this.#end({ why: 'left', words: null, error: null });
  }

  /** Idempotent. */
  close(): void {
    this.leave();
  }

  #meetSession(): void {
    const { phase, session } = this.#options.link.state.getState();
    const sessionId = phase === 'online' ? (session?.sessionId ?? null) : null;
    if (sessionId === this.#sessionId || this.#closed) return;
    this.#sessionId = sessionId;
    clearTimeout(this.#retry);
    this.#sender.lose();
    this.receiver.rest();
    if (sessionId !== null) void this.#join();
    else if (this.state.getState().room !== null) this.state.setState({ phase: 'back' });
  }

  async #join(): Promise<void> {
    const { link, consultationId, log } = this.#options;
    const sessionId = this.#sessionId;
    const isLate = () => this.#closed || sessionId !== this.#sessionId;
    try {
      const { seatId, room } = await link.request('room.join', { consultationId });
      if (isLate()) return;
      // A hall that was started anew counts from the beginning.
      this.state.setState({ seatId, phase: room === null ? 'waiting' : 'in', room });
      if (room !== null) this.#changed(room);
      await this.#resend();
    } catch (error) {
      if (isLate()) return;
      const code = error instanceof AppError ? error.code : 'internal';
      if (HOPELESS.has(code)) {
        this.#end({ why: 'failed', words: null, error: code });
        return;
      }
      log('the room was not entered yet', error);
      this.#retry = setTimeout(() => void this.#join(), RETRY_MS);
    }
  }

  async #resend(): Promise<void> {
    if (this.state.getState().phase !== 'in') return;
    try {
      await this.#sender.resume();
    } catch (error) {
      if (this.#closed) return;
      this.#options.log('what is sent to the room is not there yet', error);
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => void this.#resend(), RETRY_MS);
    }
  }

  #changed(room: RoomState): void {
    const { seatId, room: before, phase } = this.state.getState();
    const own = seatId === null ? undefined : room.seats.find((seat) => seat.seatId === seatId);
    if (own === undefined || (phase === 'in' && before !== null && room.revision < before.revision)) return;
    this.state.setState({ room, phase: 'in' });
    if (phase === 'waiting') void this.#resend();
    this.#heedChair(own);
    this.receiver.follow(room, own.seatId);
  }

  /** What the chair closed is shut here, too. */
  #heedChair({ tracks }: Seat): void {
    const { own } = this.state.getState();
    const microphone = tracks.find(({ track }) => track === 'microphone');
    if (own.microphone !== undefined && !own.microphone.paused && microphone?.paused === true) {
      this.#sender.heldBack('microphone');
      this.#own('microphone', { ...own.microphone, paused: true });
    }
  }

  async #send(name: RoomTrackName, track: MediaStreamTrack): Promise<void> {
    if (this.#closed) {
      track.stop();
      return;
    }
    this.#own(name, { track, paused: false });
    try {
      await this.#sender.send(name, track, false);
    } catch (error) {
      this.#stop(name);
      throw error;
    }
  }

  #stop(name: RoomTrackName): void {
    const own = this.state.getState().own[name];
    if (own === undefined) return;
    this.#sender.stop(name);
    own.track.stop();
    this.#own(name, undefined);
  }

  async #tried(name: RoomTrackName, work: () => Promise<void>): Promise<void> {
    this.#trouble(name, undefined);
    try {
      await work();
    } catch (error) {
      this.#trouble(name, error instanceof AppError ? error.code : error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'missing');
    }
  }

  #own(name: RoomTrackName, own: { track: MediaStreamTrack; paused: boolean } | undefined): void {
    const { [name]: _, ...others } = this.state.getState().own;
    this.state.setState({ own: own === undefined ? others : { ...others, [name]: own } });
  }

  #trouble(name: RoomTrackName, trouble: 'denied' | 'missing' | ErrorCode | undefined): void {
    const { [name]: _, ...others } = this.state.getState().trouble;
    this.state.setState({ trouble: trouble === undefined ? others : { ...others, [name]: trouble } });
  }

  #end(end: NonNullable<RoomLineState['end']>): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    for (const undo of this.#undo.splice(0)) undo();
    for (const own of Object.values(this.state.getState().own)) own.track.stop();
    this.#sender.close();
    this.receiver.close();
    this.state.setState({ phase: 'out', end, own: {}, room: null });
  }
}
