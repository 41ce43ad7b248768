/** Which microphone this machine's desk uses; null for the system's own choice. */
const CHOICE_KEY = 'hall.talk.microphone';

export type MicrophoneShelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function chosenMicrophone(shelf: MicrophoneShelf): string | null {
  return shelf.getItem(CHOICE_KEY);
}

export function chooseMicrophone(shelf: MicrophoneShelf, deviceId: string | null): void {
  if (deviceId === null) shelf.removeItem(CHOICE_KEY);
  else shelf.setItem(CHOICE_KEY, deviceId);
}

/** The chosen microphone, or the system's when that is gone, with echo cancellation. The track is the caller's to stop. Errors: DOMException. */
export async function openMicrophone(shelf: MicrophoneShelf, devices: Pick<MediaDevices, 'getUserMedia'> = navigator.mediaDevices): Promise<MediaStreamTrack> {
  const deviceId = chosenMicrophone(shelf);
  const stream = await devices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(deviceId === null ? {} : { deviceId: { ideal: deviceId } }) } });
  const [track] = stream.getAudioTracks();
  if (track === undefined) throw new DOMException('no sound', 'NotFoundError');
  return track;
}

/** Empty where the browser tells none. */
export async function microphones(devices: Pick<MediaDevices, 'enumerateDevices'> = navigator.mediaDevices): Promise<readonly MediaDeviceInfo[]> {
  const all = await devices.enumerateDevices().catch(() => []);
  return all.filter(({ kind }) => kind === 'audioinput');
}
