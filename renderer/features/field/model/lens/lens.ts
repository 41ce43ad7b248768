/**
 * Sets lamp and zoom together: what a set of constraints does not name, the browser puts back to where it was. Without the
 * picture's size, with which Chromium does not take them. Errors: OverconstrainedError and whatever else the camera says.
 */
export async function setLens(track: MediaStreamTrack, { lit, zoom }: { readonly lit: boolean | null; readonly zoom: number | null }): Promise<void> {
  const lens = { ...(lit === null ? {} : { torch: lit }), ...(zoom === null ? {} : { zoom }) } as MediaTrackConstraintSet;
  await track.applyConstraints({ advanced: [lens] });
}
