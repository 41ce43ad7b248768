import { describe, expect, it } from 'vitest';
import { createPageUpdate } from './pageUpdate.ts';

class FakeWorker extends EventTarget {
  state = 'installing';
  readonly told: unknown[] = [];
  postMessage(message: unknown): void {
    this.told.push(message);
  }
  installed(): void {
    this.state = 'installed';
    this.dispatchEvent(new Event('statechange'));
  }
}

async function aPage({ controlled }: { controlled: boolean }) {
  const registration = Object.assign(new EventTarget(), { waiting: null, installing: null as FakeWorker | null, update: async () => undefined });
  const container = Object.assign(new EventTarget(), { controller: controlled ? {} : null, register: async () => registration });
  let reloads = 0;
  const update = createPageUpdate({ workers: container as unknown as ServiceWorkerContainer, reload: () => (reloads += 1), log: () => undefined });
  await Promise.resolve();
  const arrive = () => {
    const worker = new FakeWorker();
    registration.installing = worker;
    registration.dispatchEvent(new Event('updatefound'));
    worker.installed();
    return worker;
  };
  return { update, arrive, changeController: () => container.dispatchEvent(new Event('controllerchange')), reloads: () => reloads };
}

describe('a new version of the page', () => {
  it('waits until it is taken, and only then the page loads anew', async () => {
    const page = await aPage({ controlled: true });
    expect(page.update.state.getState().ready).toBe(false);
    const worker = page.arrive();
    page.changeController();
    expect([page.update.state.getState().ready, worker.told, page.reloads()]).toEqual([true, [], 0]);
    page.update.take();
    page.changeController();
    expect([worker.told, page.reloads()]).toEqual([['takeOver'], 1]);
  });

  it('is not one where there was none before', async () => {
    const page = await aPage({ controlled: false });
    page.arrive();
    expect(page.update.state.getState().ready).toBe(false);
  });
});
