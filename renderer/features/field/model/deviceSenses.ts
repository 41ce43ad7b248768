import { placeOf, type Place, type Reading } from './positions.ts';

export type PositionProblem = 'denied' | 'unavailable' | 'unsupported';
export type BatteryState = { readonly percent: number; readonly charging: boolean };

/** Follows the device's position. `onProblem` may be followed by positions again. Returns its own undoing. */
export function watchPosition(listeners: { onPlace: (place: Place) => void; onProblem: (problem: PositionProblem) => void }): () => void {
  if (navigator.geolocation === undefined) {
    listeners.onProblem('unsupported');
    return () => undefined;
  }
  let last: { reading: Reading; place: Place } | null = null;
  const id = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      const { latitude, longitude, accuracy, heading, speed } = coords;
      const reading = { latitude, longitude, accuracy, heading, speed, timestamp };
      last = { reading, place: placeOf(reading, last) };
      listeners.onPlace(last.place);
    },
    (error) => listeners.onProblem(error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'),
    { enableHighAccuracy: true, maximumAge: 1_000 },
  );
  return () => navigator.geolocation.clearWatch(id);
}

type BatteryManager = EventTarget & { readonly level: number; readonly charging: boolean };

/** Follows the battery where the browser tells it (Chromium does, Safari does not). Returns its own undoing. */
export function watchBattery(onBattery: (battery: BatteryState) => void): () => void {
  const getBattery: unknown = Reflect.get(navigator, 'getBattery');
  if (typeof getBattery !== 'function') {
    return () => undefined;
  }
  const ended = new AbortController();
  const follow = async () => {
    const battery = await (getBattery.call(navigator) as Promise<BatteryManager>);
    if (!ended.signal.aborted) {
      const tell = () => onBattery({ percent: Math.round(battery.level * 100), charging: battery.charging });
      battery.addEventListener('levelchange', tell, { signal: ended.signal });
      battery.addEventListener('chargingchange', tell, { signal: ended.signal });
      tell();
    }
  };
  follow().catch(() => undefined); // a policy forbids it: then there is no battery to show
  return () => ended.abort();
}

/** Keeps the screen on, also after the page was hidden for a while. Returns its own undoing. */
export function keepAwake(): () => void {
  if (navigator.wakeLock === undefined) {
    return () => undefined;
  }
  let sentinel: WakeLockSentinel | null = null;
  let ended = false;
  const request = async () => {
    const taken = await navigator.wakeLock.request('screen');
    sentinel = taken;
    if (ended) {
      await taken.release();
    }
  };
  const take = () => {
    if (!ended && globalThis.document.visibilityState === 'visible') {
      request().catch(() => undefined); // low battery: the system decides
    }
  };
  globalThis.document.addEventListener('visibilitychange', take);
  take();
  return () => {
    ended = true;
    globalThis.document.removeEventListener('visibilitychange', take);
    void sentinel?.release();
  };
}
