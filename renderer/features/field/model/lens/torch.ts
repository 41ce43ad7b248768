/** Whether the camera's lamp can be lit; `none` where the device or the browser has none. */
export type TorchState = 'none' | 'off' | 'on';

/** Chromium on phones tells it by the track's capabilities; other browsers have no such word. */
export function hasTorch(track: MediaStreamTrack): boolean {
  const capabilities: unknown = track.getCapabilities?.();
  return typeof capabilities === 'object' && capabilities !== null && Reflect.get(capabilities, 'torch') === true;
}
