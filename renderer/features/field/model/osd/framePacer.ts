/**
 * Lets through at most so many frames a second, evenly. Asked with each frame's timestamp (µs); the answer says
 * whether the frame is to be used.
 */
export function framePacer(maxFramesPerSecond: number): (timestampUs: number) => boolean {
  const intervalUs = 1_000_000 / maxFramesPerSecond;
  let due: number | null = null;
  return (timestampUs) => {
    // Cameras are never quite even: a frame up to a quarter of an interval early still counts as the one that is due.
    if (due !== null && timestampUs < due - intervalUs / 4 && timestampUs > due - 2 * intervalUs) {
      return false;
    }
    const onTime = due !== null && Math.abs(timestampUs - due) <= intervalUs;
    due = (onTime ? due! : timestampUs) + intervalUs;
    return true;
  };
}
