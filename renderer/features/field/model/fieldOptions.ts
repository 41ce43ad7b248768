/** What the camera is asked for and how many frames a second are sent at most. */
export type VideoProfile = { readonly widthPx: number; readonly heightPx: number; readonly maxFramesPerSecond: number };

const PROFILES = {
  hd: { widthPx: 1280, heightPx: 720, maxFramesPerSecond: 30 },
  sd: { widthPx: 640, heightPx: 360, maxFramesPerSecond: 15 },
} as const satisfies Record<string, VideoProfile>;

export type FieldOptions = {
  readonly profile: VideoProfile;
  /** Begins without a touch: body-worn devices in kiosk mode. */
  readonly autostart: boolean;
  /** Off where nobody looks at the device's own screen; saves the painting. */
  readonly preview: boolean;
};

/** Options from the page's address; the fragment overrules the query. An unknown profile is taken as `hd`. */
export function fieldOptions(address: { search: string; hash: string }): FieldOptions {
  const values = new Map([...new URLSearchParams(address.search), ...new URLSearchParams(address.hash.replace(/^#/, ''))]);
  return {
    profile: values.get('profile') === 'sd' ? PROFILES.sd : PROFILES.hd,
    autostart: values.get('autostart') === '1',
    preview: values.get('preview') !== '0',
  };
}
