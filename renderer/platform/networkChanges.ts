type NetworkInformation = EventTarget & { readonly type?: string };

/**
 * Calls when this device has come to another network, or back to one: from Wi-Fi to a mobile network, out of a tunnel. Says nothing of quality.
 * Browsers without the Network Information API tell only of coming back. Returns its own undoing; does nothing where there is no browser.
 */
export function watchNetwork(changed: () => void): () => void {
  const browser = globalThis as Partial<Pick<typeof globalThis, 'addEventListener' | 'removeEventListener'>> & {
    readonly navigator?: { readonly connection?: NetworkInformation };
  };
  const connection = browser.navigator?.connection;
  let type = connection?.type;
  // The event comes for every new estimate of the line's speed as well.
  const look = () => {
    if (connection?.type !== type) {
      type = connection?.type;
      changed();
    }
  };
  browser.addEventListener?.('online', changed);
  connection?.addEventListener('change', look);
  return () => {
    browser.removeEventListener?.('online', changed);
    connection?.removeEventListener('change', look);
  };
}
