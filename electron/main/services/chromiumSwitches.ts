/**
 * Switches the product sets for Chromium. Windows' occlusion check takes a wall behind a locked screen for covered and
 * stops its video, so it is off. Features that the start command switches off stay off. What Chromium itself writes, such
 * as an empty date, is Chinese, whatever the machine's own language, unless the start command says another. There is no `no-sandbox` here
 * and no `ignore-certificate-errors`.
 */
export function chromiumSwitches(given: (name: string) => string): (readonly [name: string, value: string])[] {
  const features = new Set(given('disable-features').split(',').filter(Boolean));
  features.add('CalculateNativeWinOcclusion');
  return [
    ['disable-features', [...features].join(',')],
    ['disable-backgrounding-occluded-windows', ''],
    ['lang', given('lang') || 'zh-CN'],
  ];
}

/**
 * Doors for a debugger, which a packaged app keeps shut: the fuses shut Node's alone, and through Chromium's any program
 * of the machine could read the pages and with them the hall's token.
 */
export const DEBUGGER_SWITCHES: readonly string[] = ['remote-debugging-port', 'remote-debugging-pipe'];
