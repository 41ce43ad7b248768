import { createStore, type StoreApi } from 'zustand/vanilla';

export type PageUpdate = {
  /** `ready`: another version of the page waits to be taken. */
  readonly state: StoreApi<{ readonly ready: boolean }>;
  /** Takes it; the page loads anew. */
  take(): void;
};

const LOOK_EVERY_MS = 3_600_000;

type Options = {
  /** Undefined where the browser has none, or the address is not secure. */
  readonly workers: ServiceWorkerContainer | undefined;
  readonly reload: () => void;
  readonly log: (message: string, cause: unknown) => void;
};

/** Keeps the page on this device, so that it opens while the hall is away, and tells of a new version. Never rejects. */
export function createPageUpdate({ workers, reload, log }: Options): PageUpdate {
  const state = createStore(() => ({ ready: false }));
  let waiting: ServiceWorker | null = null;
  let taken = false;
  const offer = (worker: ServiceWorker | null) => {
    // The first version of all has nobody to take over from.
    const presentWorker = workers?.controller ?? null;
    if (worker !== null && presentWorker !== null) {
      waiting = worker;
      state.setState({ ready: true });
    }
  };
  const follow = async (container: ServiceWorkerContainer) => {
    container.addEventListener('controllerchange', () => taken && reload());
    const registration = await container.register('./worker.js', { scope: './', updateViaCache: 'none' });
    offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => worker.state === 'installed' && offer(worker));
    });
    setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
  };
  if (workers !== undefined) {
    follow(workers).catch((error: unknown) => log('the page is not kept for times without the hall', error));
  }
  return {
    state,
    take: () => {
      taken = true;
      waiting?.postMessage('takeOver', []);
    },
  };
}
