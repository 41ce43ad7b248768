import { createStore, type StoreApi } from 'zustand/vanilla';
import { sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import type { HallLink, LinkState } from '../../../link/hallLink.ts';
import type { UnitSender } from '../../../media/unitSender.ts';
import { CameraError, mayPass, openCamera, openMicrophone, stopStream } from './camera.ts';
import { keepAwake, watchBattery, watchPosition } from './deviceSenses.ts';
import type { VideoProfile } from './fieldOptions.ts';
import type { OsdContent } from './osd/osdContent.ts';
import { OsdStage } from './osd/osdStage.ts';
import { placeText, signalBars } from './positions.ts';
import type { AssistKind } from '#protocol/field/assist.ts';
import type { AssistDesk } from './assistDesk.ts';
import type { SosButton } from './sosButton.ts';
import type { FieldTalk } from './fieldTalk.ts';
import { setLens } from './lens/lens.ts';
import { hasTorch } from './lens/torch.ts';
import { within, zoomOf } from './lens/zoom.ts';
import { INITIAL_STATE, type StationState } from './stationState.ts';

export type FieldStationOptions = {
  readonly profile: VideoProfile;
  readonly connect: () => HallLink;
  readonly createSender: (link: HallLink) => UnitSender;
  readonly sos: SosButton;
  readonly talk: Pick<FieldTalk, 'attach'>;
  readonly assists: Pick<AssistDesk, 'attach'>;
  /** Instructions and reports. */
  readonly work: { attach(link: HallLink): () => void };
  readonly log: (message: string, cause: unknown) => void;
};

const TELEMETRY_INTERVAL_MS = 1_000;
const CAMERA_RETRY_MS = 3_000;
/** How long a better picture lasts that a desk asked for. */
const RAISED_MS = 300_000;
const RAISED_PICTURE = { width: { ideal: 1_920 }, height: { ideal: 1_080 } };

type Running = { readonly link: HallLink; readonly sender: UnitSender; readonly undo: (() => void)[] };

/** The device in somebody's hand: camera, microphone, position, and the session that carries them to the hall. */
export class FieldStation {
  readonly state: StoreApi<StationState> = createStore<StationState>(() => INITIAL_STATE);
  readonly #options: FieldStationOptions;
  #running: Running | null = null;
  #session: LinkState['session'] = null;
  #camera: MediaStream | null = null;
  #stage: OsdStage | null = null;
  /** Raised whenever the camera is opened or given up, so that a late answer of getUserMedia is known as late. */
  #cameraTurn = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #lower: ReturnType<typeof setTimeout> | undefined;
  /** The microphone while no camera opens. */
  #soundAlone: MediaStream | null = null;

  constructor(options: FieldStationOptions) {
    this.#options = options;
  }

  /** Does nothing while it runs. */
  start(): void {
    if (this.#running !== null) {
      return;
    }
    const link = this.#options.connect();
    const sender = this.#options.createSender(link);
    const telemetry = setInterval(() => this.#sendFix(link), TELEMETRY_INTERVAL_MS);
    this.#running = {
      link,
      sender,
      undo: [
        () => clearInterval(telemetry),
        this.#options.sos.attach(link),
        this.#options.talk.attach(link),
        this.#options.assists.attach(link),
        this.#options.work.attach(link),
        link.on('feed.watched', (watched) => this.#set({ watched })),
        link.on('unit.briefed', (briefing) => this.#set({ briefing })),
        link.state.subscribe((state) => this.#followLink(state)),
        sender.state.subscribe((state) => this.#set({ sender: state })),
        watchPosition({
          onPlace: (place) => this.#set({ place, positionProblem: null }),
          onProblem: (positionProblem) => this.#set({ positionProblem }),
        }),
        watchBattery((battery) => this.#set({ battery })),
        keepAwake(),
      ],
    };
    this.#set({ running: true, wasOnline: false, sender: sender.state.getState() });
    this.#followLink(link.state.getState());
    void this.#openCamera();
  }

  /** Idempotent. */
  stop(): void {
    const running = this.#running;
    if (running === null) {
      return;
    }
    this.#running = null;
    for (const undo of running.undo) {
      undo();
    }
    this.#giveUpCamera();
    stopStream(this.#soundAlone);
    this.#soundAlone = null;
    running.sender.close();
    running.link.close();
    const { muted, facing, unit, exercise } = this.state.getState();
    this.state.setState({ ...INITIAL_STATE, muted, facing, unit, exercise });
  }

  /** The microphone as the camera has it open, also while it is muted for the hall; null without one. */
  microphone(): MediaStreamTrack | null {
    return this.#camera?.getAudioTracks()[0] ?? this.#soundAlone?.getAudioTracks()[0] ?? null;
  }

  /** Hall time, ms since the epoch; this device's own while it is not connected. */
  now(): number {
    return this.#running?.link.now() ?? Date.now();
  }

  /** For a person in danger: starts the station, too, if it does not run, and lets the hall hear what happens. */
  pressSos(): void {
    this.start();
    this.setMuted(false);
    const { place } = this.state.getState();
    const position = place === null ? null : { longitudeDeg: place.longitudeDeg, latitudeDeg: place.latitudeDeg };
    this.#options.sos.press({ pressedAt: Math.round(this.now()), position });
  }

  /** Tries again at once what waits or was refused. */
  retry(): void {
    this.#running?.link.reconnect();
    if (this.state.getState().cameraProblem !== null) {
      void this.#openCamera();
    }
  }

  setMuted(muted: boolean): void {
    this.#set({ muted });
    this.#offerTracks();
  }

  switchCamera(): void {
    this.#set({ facing: this.state.getState().facing === 'user' ? 'environment' : 'user' });
    if (this.#running !== null) {
      void this.#openCamera();
    }
  }

  /** Errors: the camera has none, or says no. */
  async setTorch(lit: boolean): Promise<void> {
    const picture = this.#camera?.getVideoTracks()[0];
    if (picture === undefined || this.state.getState().torch === 'none') {
      throw new Error('the camera has no torch');
    }
    await setLens(picture, { lit, zoom: this.state.getState().zoom?.now ?? null });
    this.#set({ torch: lit ? 'on' : 'off' });
  }

  /** By how much, as a factor; past the end of its range: the end. Nothing where the camera has no zoom. */
  setZoom(factor: number): void {
    const { zoom, torch } = this.state.getState();
    const picture = this.#camera?.getVideoTracks()[0];
    if (zoom === null || picture === undefined) {
      return;
    }
    const now = within(zoom, factor);
    this.#set({ zoom: { ...zoom, now } });
    setLens(picture, { lit: torch === 'none' ? null : torch === 'on', zoom: now }).catch((error: unknown) => {
      this.#options.log('the camera does not zoom', error);
      this.#set({ zoom: zoomOf(picture) });
    });
  }

  /** Whether this device could do what a desk asks for. */
  can(kind: AssistKind): boolean {
    const { torch, cameraProblem, running } = this.state.getState();
    return kind === 'torchOn' || kind === 'torchOff' ? torch !== 'none' : kind !== 'betterPicture' || (running && cameraProblem === null);
  }

  /** What a desk asked for and the person granted; nothing for what a person does. Errors: the camera says no. */
  async perform(kind: AssistKind): Promise<void> {
    if (kind === 'torchOn' || kind === 'torchOff') {
      await this.setTorch(kind === 'torchOn');
    } else if (kind === 'switchCamera') {
      this.switchCamera();
    } else if (kind === 'betterPicture') {
      await this.#raisePicture();
    }
  }

  async #raisePicture(): Promise<void> {
    const picture = this.#camera?.getVideoTracks()[0];
    if (picture === undefined) {
      throw new Error('there is no picture');
    }
    const { widthPx, heightPx, maxFramesPerSecond } = this.#options.profile;
    const frameRate = { ideal: maxFramesPerSecond, max: 30 };
    await picture.applyConstraints({ ...RAISED_PICTURE, frameRate });
    clearTimeout(this.#lower);
    this.#set({ raised: true });
    this.#offerTracks();
    this.#lower = setTimeout(() => {
      this.#set({ raised: false });
      picture.applyConstraints({ width: { ideal: widthPx }, height: { ideal: heightPx }, frameRate }).catch((error: unknown) => this.#options.log('the picture stays large', error));
    }, RAISED_MS);
  }

  async #openSoundAlone(): Promise<void> {
    if (this.#soundAlone !== null) {
      return;
    }
    try {
      const sound = await openMicrophone();
      if (this.#running === null || this.#soundAlone !== null || (this.#camera?.getAudioTracks().length ?? 0) > 0) {
        stopStream(sound);
        return;
      }
      this.#soundAlone = sound;
      this.#set({ hasMicrophone: true });
      this.#offerTracks();
    } catch (error) {
      this.#options.log('the microphone cannot be opened either', error);
    }
  }

  async #openCamera(): Promise<void> {
    // First let go: most phones cannot have both cameras open. The sender keeps its place until the new track is there.
    this.#giveUpCamera();
    const turn = this.#cameraTurn;
    const { facing } = this.state.getState();
    try {
      const camera = await openCamera({ facing, profile: this.#options.profile });
      if (turn !== this.#cameraTurn || this.#running === null) {
        stopStream(camera);
        return;
      }
      this.#takeCamera(camera);
    } catch (error) {
      if (turn === this.#cameraTurn && this.#running !== null) {
        this.#options.log('the camera cannot be opened', error);
        this.#cameraFailed(error instanceof CameraError ? error.problem : 'failed');
      }
    }
  }

  #takeCamera(camera: MediaStream): void {
    const [picture] = camera.getVideoTracks();
    if (picture === undefined) {
      stopStream(camera);
      this.#cameraFailed('none');
      return;
    }
    this.#camera = camera;
    picture.addEventListener('ended', () => {
      if (this.#camera === camera) {
        this.#giveUpCamera();
        this.#cameraFailed('lost');
      }
    });
    this.#stage = OsdStage.create({
      camera: picture,
      maxFramesPerSecond: this.#options.profile.maxFramesPerSecond,
      content: () => this.#content(),
      // Only now the sender sees how large the picture is, and so how many layers it deserves and what they may take.
      onFlowing: () => this.#offerTracks(),
      onFailure: (error) => {
        this.#options.log('the display cannot be burned into the picture; it is sent without', error);
        if (this.#camera === camera) {
          this.#stage = null;
          this.#offerTracks();
        }
      },
    });
    if (camera.getAudioTracks().length > 0) {
      stopStream(this.#soundAlone);
      this.#soundAlone = null;
    }
    this.#set({ cameraProblem: null, hasMicrophone: this.microphone() !== null, torch: hasTorch(picture) ? 'off' : 'none', zoom: zoomOf(picture) });
    if (this.#stage === null) {
      this.#offerTracks();
    }
  }

  #cameraFailed(problem: CameraError['problem']): void {
    this.#set({ cameraProblem: problem });
    this.#offerTracks();
    void this.#openSoundAlone();
    if (mayPass(problem)) {
      this.#retry = setTimeout(() => void this.#openCamera(), CAMERA_RETRY_MS);
    }
  }

  #giveUpCamera(): void {
    this.#cameraTurn += 1;
    clearTimeout(this.#retry);
    clearTimeout(this.#lower);
    this.#set({ torch: 'none', zoom: null, raised: false });
    this.#stage?.close();
    this.#stage = null;
    stopStream(this.#camera);
    this.#camera = null;
  }

  #offerTracks(): void {
    const camera = this.#camera;
    const video = this.#stage?.track ?? camera?.getVideoTracks()[0] ?? null;
    const audio = this.state.getState().muted ? null : this.microphone();
    this.#running?.sender.setTracks({ video, audio });
    const shown = this.state.getState().preview?.getVideoTracks()[0] ?? null;
    this.#set({
      display: video === null ? null : this.#stage === null ? 'plain' : 'burned',
      ...(shown === video ? {} : { preview: video === null ? null : new MediaStream([video]) }),
    });
  }

  #followLink({ phase, error, session }: LinkState): void {
    this.#session = session ?? this.#session;
    this.#set({
      phase,
      linkError: error,
      ...(phase === 'online' ? { wasOnline: true } : {}),
      ...(session?.unit ? { unit: session.unit } : {}),
      ...(session === null ? {} : { exercise: session.exercise }),
      ...(phase === 'online' ? {} : { watched: null, sender: { ...this.state.getState().sender, videoViewers: 0, audioListeners: 0 } }),
    });
  }

  #content(): OsdContent {
    const { unit, place } = this.state.getState();
    const session = this.#session;
    return {
      text: { name: unit?.name ?? '', court: unit?.courtName ?? '', place: place === null ? '' : placeText(place) },
      at: this.now(),
      sourceTag: session?.frameClock === true && session.unit !== null ? sourceTagOf(session.unit.unitId) : null,
    };
  }

  #sendFix(link: HallLink): void {
    const { place, battery } = this.state.getState();
    const { phase, roundTripMs } = link.state.getState();
    if (place !== null) {
      link.sendBinary(
        encodeFix({
          ...place,
          batteryPercent: battery?.percent ?? null,
          charging: battery?.charging ?? false,
          signalBars: signalBars({ online: phase === 'online', roundTripMs }),
          at: link.now(),
        }),
      );
    }
  }

  #set(change: Partial<StationState>): void {
    this.state.setState(change);
  }
}
