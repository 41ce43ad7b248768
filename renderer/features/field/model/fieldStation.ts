import { createStore, type StoreApi } from 'zustand/vanilla';
import { sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import type { HallLink, LinkState } from '../../../link/hallLink.ts';
import type { UnitSender } from '../../../media/unitSender.ts';
import { CameraError, mayPass, openCamera, stopStream } from './camera.ts';
import { keepAwake, watchBattery, watchPosition } from './deviceSenses.ts';
import type { VideoProfile } from './fieldOptions.ts';
import type { OsdContent } from './osd/osdContent.ts';
import { OsdStage } from './osd/osdStage.ts';
import { placeText, signalBars } from './positions.ts';
import type { SosButton } from './sosButton.ts';
import type { TalkEar } from './talkEar.ts';
import { INITIAL_STATE, type StationState } from './stationState.ts';

export type FieldStationOptions = {
  readonly profile: VideoProfile;
  readonly connect: () => HallLink;
  readonly createSender: (link: HallLink) => UnitSender;
  readonly sos: SosButton;
  readonly ear: TalkEar;
  readonly log: (message: string, cause: unknown) => void;
};

const TELEMETRY_INTERVAL_MS = 1_000;
const CAMERA_RETRY_MS = 3_000;

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
        this.#options.ear.attach(link),
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
    running.sender.close();
    running.link.close();
    const { muted, facing, unit, exercise } = this.state.getState();
    this.state.setState({ ...INITIAL_STATE, muted, facing, unit, exercise });
  }

  /** Hall time, ms since the epoch; this device's own while it is not connected. */
  now(): number {
    return this.#running?.link.now() ?? Date.now();
  }

  /** For a person in danger: starts the station, too, if it does not run. */
  pressSos(): void {
    this.start();
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
      // Earlier the sender could not see how large the picture is, and so not how many layers it deserves.
      onFlowing: () => this.#offerTracks(),
      onFailure: (error) => {
        this.#options.log('the display cannot be burned into the picture; it is sent without', error);
        if (this.#camera === camera) {
          this.#stage = null;
          this.#offerTracks();
        }
      },
    });
    this.#set({ cameraProblem: null, hasMicrophone: camera.getAudioTracks().length > 0 });
    if (this.#stage === null) {
      this.#offerTracks();
    }
  }

  #cameraFailed(problem: CameraError['problem']): void {
    this.#set({ cameraProblem: problem });
    this.#offerTracks();
    if (mayPass(problem)) {
      this.#retry = setTimeout(() => void this.#openCamera(), CAMERA_RETRY_MS);
    }
  }

  #giveUpCamera(): void {
    this.#cameraTurn += 1;
    clearTimeout(this.#retry);
    this.#stage?.close();
    this.#stage = null;
    stopStream(this.#camera);
    this.#camera = null;
  }

  #offerTracks(): void {
    const camera = this.#camera;
    const video = this.#stage?.track ?? camera?.getVideoTracks()[0] ?? null;
    const audio = this.state.getState().muted ? null : (camera?.getAudioTracks()[0] ?? null);
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
      ...(phase === 'online' ? {} : { sender: { ...this.state.getState().sender, videoViewers: 0, audioListeners: 0 } }),
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
