import type { Page } from 'playwright';

/** What a page tried and what came of it. */
export type Attempt = {
  /** `done`, or the name of the error. */
  readonly outcome: string;
  /** Directives that the attempt broke, as the page was told. */
  readonly violations: readonly string[];
};

/** Ways of a page to run text as a program; each must come to nothing. */
export const SCRIPT_WAYS = ['eval', 'Function', 'timer', 'inlineScript', 'dataScript', 'blobWorker'] as const;
/** Ways of a page to reach a server. */
export const REACH_WAYS = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'image', 'script', 'style', 'frame', 'form'] as const;
export type Way = (typeof SCRIPT_WAYS)[number] | (typeof REACH_WAYS)[number];

/** Lets the page try; `url` is where it wants to go. Runs as the page's own task: what a debugger evaluates is above the policy. */
export function attempt(page: Page, way: Way, url = ''): Promise<Attempt> {
  return page.evaluate(
    ({ way: wanted, url: target }) =>
      new Promise<Attempt>((resolve) => {
        const violations: string[] = [];
        const note = (event: SecurityPolicyViolationEvent) => violations.push(event.effectiveDirective);
        const mark = `ran${Math.random().toString(36).slice(2)}`;
        const sign = `document.documentElement.dataset.${mark}='yes'`;
        const put = <Name extends keyof HTMLElementTagNameMap>(name: Name, values: Partial<HTMLElementTagNameMap[Name]>, parent: Element = document.body) => {
          const element = Object.assign(document.createElement(name), values);
          parent.append(element);
          setTimeout(() => element.remove(), 400);
          return element;
        };
        const loaded = (element: HTMLElement) =>
          new Promise<void>((done, fail) => {
            element.addEventListener('load', () => done());
            element.addEventListener('error', () => fail(new TypeError('not loaded')));
          });
        const ways: Record<Way, () => unknown> = {
          eval: () => Reflect.apply(Reflect.get(globalThis, 'eval') as (text: string) => unknown, globalThis, [sign]),
          Function: () => Reflect.construct(Function, [sign])(),
          timer: () => Reflect.apply(setTimeout, globalThis, [sign, 0]),
          inlineScript: () => put('script', { textContent: sign }),
          dataScript: () => loaded(put('script', { src: `data:text/javascript,${encodeURIComponent(sign)}` })),
          blobWorker: () =>
            new Promise<void>((done, fail) => {
              const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' })));
              worker.addEventListener('message', () => done());
              worker.addEventListener('error', () => fail(new TypeError('not loaded')));
            }),
          fetch: () => fetch(target),
          XMLHttpRequest: () =>
            new Promise<void>((done, fail) => {
              const request = new XMLHttpRequest();
              request.addEventListener('load', () => done());
              request.addEventListener('error', () => fail(new TypeError('not loaded')));
              request.open('GET', target);
              request.send();
            }),
          WebSocket: () =>
            new Promise<void>((done, fail) => {
              const socket = new WebSocket(target.replace(/^http/, 'ws'));
              socket.addEventListener('open', () => done());
              socket.addEventListener('error', () => fail(new TypeError('not opened')));
            }),
          EventSource: () =>
            new Promise<void>((done, fail) => {
              const source = new EventSource(target);
              source.addEventListener('open', () => done());
              source.addEventListener('error', () => fail(new TypeError('not opened')));
              setTimeout(() => source.close(), 400);
            }),
          image: () => loaded(put('img', { src: target })),
          script: () => loaded(put('script', { src: target })),
          style: () => loaded(put('link', { rel: 'stylesheet', href: target }, document.head)),
          frame: () => put('iframe', { src: target }),
          form: () => put('form', { action: target, method: 'post' }).submit(),
        };
        document.addEventListener('securitypolicyviolation', note);
        const tryIt = async () => {
          const limit = new Promise((_, fail) => setTimeout(fail, 2_000, new DOMException('', 'TimeoutError')));
          const outcome = await Promise.race([Promise.resolve().then(ways[wanted]), limit]).then(
            () => 'done',
            (error: unknown) => (error instanceof Error ? error.name : String(error)),
          );
          // Some ways neither answer nor throw; what they did shows a moment later.
          await new Promise((wake) => setTimeout(wake, 300));
          document.removeEventListener('securitypolicyviolation', note);
          resolve({ outcome: document.documentElement.dataset[mark] === 'yes' ? 'ran' : outcome, violations });
        };
        setTimeout(() => void tryIt(), 0);
      }),
    { way, url },
  );
}
