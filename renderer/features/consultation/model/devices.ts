/** With echo and noise cancelled and the gain kept even. The track is the caller's to stop. Errors: DOMException. */
export async function openMicrophone(): Promise<MediaStreamTrack> {
  return firstOf((await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } })).getAudioTracks());
}

/** 720p where the camera has it. The track is the caller's to stop. Errors: DOMException. */
export async function openCamera(): Promise<MediaStreamTrack> {
  return firstOf((await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } } })).getVideoTracks());
}

function firstOf([track]: readonly MediaStreamTrack[]): MediaStreamTrack {
  if (track === undefined) throw new DOMException('no such device', 'NotFoundError');
  return track;
}
