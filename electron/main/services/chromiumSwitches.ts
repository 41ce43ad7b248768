/**
 * Switches the product sets for Chromium. Windows' occlusion check takes a wall behind a locked screen for covered and
 * stops its video, so it is off. Features that the start command switches off stay off. There is no `no-sandbox` here
 * and no `ignore-certificate-errors`.
 */
export function chromiumSwitches(given: (name: string) => string): (readonly [name: string, value: string])[] {
  const features = new Set(given('disable-features').split(',').filter(Boolean));
  features.add('CalculateNativeWinOcclusion');
  return [
    ['disable-features', [...features].join(',')],
    ['disable-backgrounding-occluded-windows', ''],
  ];
}

/**
 * Doors for a debugger, which a packaged app keeps shut: the fuses shut Node's alone, and through Chromium's any program
 * of the machine could read the pages and with them the hall's token.
 */
export const DEBUGGER_SWITCHES: readonly string[] = ['remote-debugging-port', 'remote-debugging-pipe'];
