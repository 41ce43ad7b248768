/** A picture that ought to move: the hall says that its source sends, and the tile can be seen. */
export type TilePlight = {
  /** How long frames have been due and did not come, ms; 0 while they come. */
  readonly silentMs: number;
  /** Mending steps that were taken meanwhile. */
  readonly stepsInVain: number;
};

/** Before this the steps of the tiles themselves have not had their chance, ms. */
const WINDOW_ILL_AFTER_MS = 20_000;
/** One ill picture among healthy ones is rather its own source's affair: the others are interrupted late, ms. */
const ONE_ILL_AFTER_MS = 60_000;
const LEAST_STEPS = 2;

/** Whether the page should be loaded anew: pictures stand still that smaller steps could not mend. */
export function shouldReload(plights: readonly TilePlight[]): boolean {
  const ill = plights.filter(({ silentMs, stepsInVain }) => silentMs >= WINDOW_ILL_AFTER_MS && stepsInVain >= LEAST_STEPS);
  return (ill.length > 0 && ill.length * 2 >= plights.length) || ill.some(({ silentMs }) => silentMs >= ONE_ILL_AFTER_MS);
}
