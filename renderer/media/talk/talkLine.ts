import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError } from '#protocol/errors.ts';
import { channelKey, TALK_WARNING_MS, type TalkCall, type TalkChannel, type TalkEnd, type TalkFloor } from '#protocol/media/talk.ts';
import { commandId, type TalkId, type UnitId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../link/hallLink.ts';
import { MediaDevice } from '../transport/mediaDevice.ts';
import { chirp, type Chirp } from './chirps.ts';
import { playAloud, TalkEars, type Loudspeaker, type Sound } from './talkEars.ts';
import { TalkMouth } from './talkMouth.ts';

export type Speaking = {
  readonly channel: TalkChannel;
  /** `asking`: the hall has not answered; `waiting`: in the queue at `place`. */
  readonly phase: 'asking' | 'waiting' | 'talking';
  readonly talkId: TalkId | null;
  readonly place: number;
  /** Hall time, ms since the epoch. */
  readonly endsAt: number | null;
  readonly heard: number;
  readonly of: number;
  readonly deaf: number;
};

export type TalkTrouble =
  | { readonly kind: 'refused'; readonly error: AppError }
  | { readonly kind: 'stopped'; readonly reason: TalkEnd; readonly name: string | null }
  | { readonly kind: 'noMicrophone'; readonly denied: boolean };

export type TalkLineState = {
  /** The way in stands: what is said will be heard here. */
  readonly listening: boolean;
  /** By `channelKey`; what the hall last told of every channel. */
  readonly floors: ReadonlyMap<string, TalkFloor>;
  /** A unit's: what it may speak in and hears by itself. */
  readonly own: readonly TalkChannel[];
  readonly speaking: Speaking | null;
  /** What plays here now. */
  readonly sounds: readonly Sound[];
  /** Those that ring or are open here. */
  readonly calls: readonly TalkCall[];
  readonly microphone: MediaStreamTrack | null;
  readonly trouble: TalkTrouble | null;
};

export type TalkLineOptions = {
  readonly link: HallLink;
  /** A track that is the line's own to stop. Errors: DOMException. */
  readonly openMicrophone: () => Promise<MediaStreamTrack>;
  readonly log: (message: string, cause: unknown) => void;
  readonly play?: (track: MediaStreamTrack) => Loudspeaker;
  readonly sound?: (name: Chirp) => void;
  /** For tests: the ways to the hall. */
  readonly mouth?: Pick<TalkMouth, 'lay' | 'open' | 'shut' | 'lose' | 'close'>;
};

const RETRY_MS = 1_500;
/** While one speaks, what plays here is turned down, so that a loudspeaker does not answer its own microphone. */
const DUCKED = 0.25;
const START: TalkLineState = { listening: false, floors: new Map(), own: [], speaking: null, sounds: [], calls: [], microphone: null, trouble: null };

/** What one window says and hears by talk. */
export class TalkLine {
  readonly state: StoreApi<TalkLineState> = createStore<TalkLineState>(() => START);
  readonly #options: TalkLineOptions;
  readonly #mouth: Pick<TalkMouth, 'lay' | 'open' | 'shut' | 'lose' | 'close'>;
  readonly #ears: TalkEars;
  readonly #undo: (() => void)[];
  readonly #volumes = new Map<string, number>();
  #tuned: readonly TalkChannel[] = [];
  #sessionId: string | null = null;
  /** Raised by every press and release, so that what is still under way is known as late. */
  #turn = 0;
  #stopped = new Set<TalkId>();
  #retry: ReturnType<typeof setTimeout> | undefined;
  #warning: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: TalkLineOptions) {
    this.#options = options;
    const { link } = options;
    const device = new MediaDevice({ link });
    this.#mouth = options.mouth ?? new TalkMouth({ link, device, onLost: () => this.#again() });
    this.#ears = new TalkEars({
      link,
      device,
      play: options.play ?? playAloud,
      log: options.log,
      onChanged: (sounds) => this.#set({ sounds }),
      onLost: () => {
        this.#set({ listening: false });
        this.#again();
      },
    });
    this.#undo = [
      link.state.subscribe(() => this.#meetSession()),
      link.on('talk.floorChanged', (floor) => this.#floors([floor])),
      link.on('talk.channelsChanged', ({ floors }) => {
        this.#set({ own: floors.map(({ channel }) => channel) });
        this.#floors(floors);
      }),
      link.on('talk.granted', ({ talkId, endsAt }) => {
        if (this.#is(talkId)) this.#granted(talkId, endsAt);
      }),
      link.on('talk.moved', ({ talkId, place }) => {
        if (this.#is(talkId)) this.#speaking({ phase: 'waiting', place });
      }),
      link.on('talk.heard', ({ talkId, heard, of, deaf }) => {
        // The tone says "speak": it waits for the first who hears, if there is anybody.
        const { speaking } = this.state.getState();
        if (speaking?.talkId !== talkId) return;
        if (speaking.heard === 0 && heard > 0) this.#chirp('granted');
        this.#speaking({ heard, of, deaf });
      }),
      link.on('talk.stopped', ({ talkId, reason, name }) => {
        this.#stopped.add(talkId);
        if (this.#is(talkId)) this.#stop({ kind: 'stopped', reason, name }, reason === 'preempted' ? 'taken' : 'refused');
      }),
      link.on('talk.callChanged', (call) => this.#callChanged(call)),
    ];
    this.#meetSession();
  }

  /** Asks for the floor and opens the microphone meanwhile. Does nothing while it speaks. What goes wrong is in the state. */
  async press(channel: TalkChannel): Promise<void> {
    if (this.state.getState().speaking !== null) return;
    const turn = (this.#turn += 1);
    const isLate = () => turn !== this.#turn;
    this.#set({ trouble: null, speaking: { channel, phase: 'asking', talkId: null, place: 0, endsAt: null, heard: 0, of: 0, deaf: 0 } });
    try {
      // Both at once: the microphone takes longer than the hall.
      const asking = Promise.resolve(this.#mouth.lay()).then(() => this.#options.link.request('talk.begin', { commandId: newCommandId(), channel }));
      const microphone = this.#openMicrophone(isLate);
      const [asked, opened] = await Promise.allSettled([asking, microphone]);
      if (asked.status === 'fulfilled' && (isLate() || opened.status === 'rejected')) this.#tellEnd(asked.value.talkId);
      if (isLate()) return;
      if (opened.status === 'rejected') throw opened.reason;
      if (asked.status === 'rejected') throw asked.reason;
      const { talkId, place, endsAt } = asked.value;
      this.#speaking({ talkId, place });
      if (this.#stopped.has(talkId)) this.#stop({ kind: 'stopped', reason: 'preempted', name: null }, 'taken');
      else if (place === 0) this.#granted(talkId, endsAt);
      else this.#speaking({ phase: 'waiting' });
    } catch (error) {
      if (!isLate()) this.#stop(troubleOf(error), 'refused');
    }
  }

  /** Idempotent. */
  release(): void {
    if (this.state.getState().speaking !== null) this.#stop(null, null);
  }

  /** What a desk hears beside what is said to it. */
  tune(channels: readonly TalkChannel[]): void {
    this.#tuned = channels;
    void this.#tune();
  }

  /** 0 to 1, for one channel on this machine. */
  setVolume(channel: TalkChannel, volume: number): void {
    this.#volumes.set(channelKey(channel), volume);
    this.#applyVolumes();
  }

  /** Rings at a unit, or (null, from a unit) at the centre. */
  async call(unitId: UnitId | null): Promise<void> {
    this.#set({ trouble: null });
    await this.#tried(async () => {
      await this.#mouth.lay();
      this.#callChanged((await this.#options.link.request('talk.call', { commandId: newCommandId(), unitId })).call);
    });
  }

  async answer(talkId: TalkId, accept: boolean): Promise<void> {
    await this.#tried(async () => {
      if (accept) await this.#mouth.lay();
      await this.#options.link.request('talk.answer', { commandId: newCommandId(), talkId, accept });
      if (!accept) this.#set({ calls: this.state.getState().calls.filter((call) => call.talkId !== talkId) });
    });
  }

  hangUp(talkId: TalkId): void {
    this.#options.link.request('talk.hangUp', { talkId }).catch(() => undefined);
    this.#set({ calls: this.state.getState().calls.filter((call) => call.talkId !== talkId) });
    this.#closeMicrophoneUnlessNeeded();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.release();
    for (const undo of this.#undo.splice(0)) undo();
    this.#set({ calls: [], listening: false });
    this.#closeMicrophoneUnlessNeeded();
    this.#ears.close();
    this.#mouth.close();
  }

  #meetSession(): void {
    const { phase, session } = this.#options.link.state.getState();
    const sessionId = phase === 'online' ? (session?.sessionId ?? null) : null;
    if (sessionId === this.#sessionId) return;
    this.#sessionId = sessionId;
    clearTimeout(this.#retry);
    if (this.state.getState().speaking !== null) this.#stop({ kind: 'stopped', reason: 'speakerLeft', name: null }, 'refused');
    this.#set({ listening: false });
    this.#mouth.lose();
    this.#ears.lose();
    if (sessionId !== null) void this.#listen();
  }

  async #listen(): Promise<void> {
    const sessionId = this.#sessionId;
    const isLate = () => this.#closed || sessionId === null || sessionId !== this.#sessionId;
    if (isLate()) return;
    try {
      // A machine without a microphone still hears.
      await this.#mouth.lay().catch((error: unknown) => this.#options.log('the way of the microphone is not there yet', error));
      const { floors, calls } = await this.#ears.listen();
      if (isLate()) return;
      this.#set({ listening: true, calls, ...(this.#isUnit() ? { own: floors.map(({ channel }) => channel) } : {}) });
      this.#floors(floors);
      await this.#tune();
      for (const call of calls) this.#callChanged(call);
    } catch (error) {
      if (isLate()) return;
      this.#options.log('this device does not hear talk yet', error);
      this.#again();
    }
  }

  #again(): void {
    clearTimeout(this.#retry);
    if (!this.#closed) this.#retry = setTimeout(() => void this.#listen(), RETRY_MS);
  }

  async #tune(): Promise<void> {
    if (this.#sessionId === null || this.#isUnit()) return;
    const answer = await this.#options.link.request('talk.tune', { channels: [...this.#tuned] }).catch((error: unknown) => this.#options.log('the channels were not tuned', error));
    if (answer !== undefined) this.#floors(answer.floors);
  }

  async #openMicrophone(isLate: () => boolean): Promise<void> {
    const track = this.state.getState().microphone ?? (await this.#options.openMicrophone());
    if (isLate()) {
      if (this.state.getState().microphone !== track) track.stop();
      return;
    }
    this.#set({ microphone: track });
    await this.#mouth.open(track);
  }

  #closeMicrophoneUnlessNeeded(): void {
    const { speaking, calls, microphone } = this.state.getState();
    if (speaking !== null || microphone === null || calls.some((call) => this.#isOpenHere(call))) return;
    this.#mouth.shut();
    microphone.stop();
    this.#set({ microphone: null });
  }

  /** A desk that rings hears nothing before the unit answers; a unit's own call is known by its unit. */
  #isOpenHere({ state }: TalkCall): boolean {
    return state === 'open';
  }

  #callChanged(call: TalkCall): void {
    const others = this.state.getState().calls.filter(({ talkId }) => talkId !== call.talkId);
    this.#set({ calls: call.state === 'over' ? others : [...others, call] });
    if (call.state === 'open') {
      this.release();
      const turn = this.#turn;
      this.#openMicrophone(() => turn !== this.#turn && !this.state.getState().calls.some(({ talkId }) => talkId === call.talkId)).catch((error: unknown) => this.#set({ trouble: troubleOf(error) }));
    } else this.#closeMicrophoneUnlessNeeded();
  }

  #granted(talkId: TalkId, endsAt: number | null): void {
    this.#speaking({ talkId, phase: 'talking', place: 0, endsAt });
    const leftMs = (endsAt ?? 0) - this.#options.link.now() - TALK_WARNING_MS;
    clearTimeout(this.#warning);
    if (endsAt !== null) this.#warning = setTimeout(() => this.#chirp('ending'), Math.max(0, leftMs));
  }

  #stop(trouble: TalkTrouble | null, tone: Chirp | null): void {
    this.#turn += 1;
    clearTimeout(this.#warning);
    const talkId = this.state.getState().speaking?.talkId ?? null;
    this.#set({ speaking: null, trouble });
    this.#closeMicrophoneUnlessNeeded();
    if (talkId !== null && !this.#stopped.has(talkId)) this.#tellEnd(talkId);
    this.#stopped.clear();
    if (tone !== null) this.#chirp(tone);
  }

  #tellEnd(talkId: TalkId): void {
    // When it does not arrive the session is over, and the talk with it.
    this.#options.link.request('talk.end', { talkId }).catch(() => undefined);
  }

  async #tried(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#set({ trouble: troubleOf(error) });
    }
  }

  #isUnit(): boolean {
    const { session } = this.#options.link.state.getState();
    return session !== null && session.unit !== null;
  }

  #is(talkId: TalkId): boolean {
    return this.state.getState().speaking?.talkId === talkId;
  }

  #speaking(change: Partial<Speaking>): void {
    const { speaking } = this.state.getState();
    if (speaking !== null) this.#set({ speaking: { ...speaking, ...change } });
  }

  #floors(changed: readonly TalkFloor[]): void {
    const floors = new Map(this.state.getState().floors);
    for (const floor of changed) floors.set(channelKey(floor.channel), floor);
    this.#set({ floors });
  }

  #applyVolumes(): void {
    const { speaking } = this.state.getState();
    const ducked = speaking?.phase === 'talking' ? DUCKED : 1;
    this.#ears.setVolumes(({ channel }) => ducked * (channel === null ? 1 : (this.#volumes.get(channelKey(channel)) ?? 1)));
  }

  #chirp(name: Chirp): void {
    (this.#options.sound ?? chirp)(name);
  }

  #set(change: Partial<TalkLineState>): void {
    const before = this.state.getState().speaking?.phase;
    this.state.setState(change);
    if (this.state.getState().speaking?.phase !== before) this.#applyVolumes();
  }
}

function newCommandId() {
  return commandId.parse(crypto.randomUUID());
}

function troubleOf(error: unknown): TalkTrouble {
  if (error instanceof AppError) return { kind: 'refused', error };
  if (error instanceof DOMException) return { kind: 'noMicrophone', denied: error.name === 'NotAllowedError' };
  return { kind: 'refused', error: new AppError('internal', { cause: error }) };
}
