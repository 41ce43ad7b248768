import type { VideoProfile } from './fieldOptions.ts';

export type Facing = 'environment' | 'user';

/** Why there is no picture to send. Each has a sentence in the catalogue that says what to do. */
export type CameraProblem = 'insecure' | 'unsupported' | 'denied' | 'none' | 'busy' | 'lost' | 'failed';

export class CameraError extends Error {
  override readonly name = 'CameraError';
  readonly problem: CameraProblem;

  constructor(problem: CameraProblem, cause: unknown) {
    super(`no camera: ${problem}`, { cause });
    this.problem = problem;
  }
}

/** Problems that may pass without anyone's help, so that trying again makes sense. */
export function mayPass(problem: CameraProblem): boolean {
  return problem === 'busy' || problem === 'lost' || problem === 'none' || problem === 'failed';
}

/** Opens camera and microphone; a device without a microphone sends its picture alone. Errors: CameraError. */
export async function openCamera(options: { facing: Facing; profile: VideoProfile }): Promise<MediaStream> {
  if (!globalThis.isSecureContext) {
    throw new CameraError('insecure', null);
  }
  if (navigator.mediaDevices === undefined) {
    throw new CameraError('unsupported', null);
  }
  const { widthPx, heightPx, maxFramesPerSecond } = options.profile;
  const video = {
    facingMode: { ideal: options.facing },
    width: { ideal: widthPx },
    height: { ideal: heightPx },
    frameRate: { ideal: maxFramesPerSecond, max: 30 },
  };
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  try {
    return await navigator.mediaDevices.getUserMedia({ video, audio });
  } catch (withAudio) {
    if (problemOf(withAudio) === 'none') {
      try {
        return await navigator.mediaDevices.getUserMedia({ video });
      } catch (withoutAudio) {
        throw new CameraError(problemOf(withoutAudio), withoutAudio);
      }
    }
    throw new CameraError(problemOf(withAudio), withAudio);
  }
}

/** Sound goes before pictures: where there is no camera, the microphone alone. Errors: CameraError. */
export async function openMicrophone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
  } catch (error) {
    throw new CameraError(problemOf(error), error);
  }
}

/** The camera on the back alone, to read something with. Errors: CameraError. */
export async function openFinder(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: 'environment' } } });
  } catch (error) {
    throw new CameraError(problemOf(error), error);
  }
}

/** By the names that getUserMedia's specification gives. */
export function problemOf(error: unknown): CameraProblem {
  switch (error instanceof Error || error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'failed';
  }
}

export function stopStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
  }
}
