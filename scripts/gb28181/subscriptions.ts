import { headerOf, type SipText } from './sip/sipText.ts';
import type { Dialog, Reply, UserAgent } from './sip/userAgent.ts';

export const SUBJECTS = ['MobilePosition', 'Alarm', 'Catalog'] as const;
export type Subject = (typeof SUBJECTS)[number];

type Open = { readonly subject: Subject; readonly dialog: Dialog; readonly event: string; readonly until: number; readonly timer: NodeJS.Timeout | null };

/** What the server wants to be told without asking. */
export class Subscriptions {
  readonly #agent: UserAgent;
  readonly #open = new Map<string, Open>();

  constructor(agent: UserAgent) {
    this.#agent = agent;
  }

  /** `tell` is called every `everyMs`, where there is one. */
  subscribed(request: SipText, ownTag: string, { subject, everyMs, tell }: { readonly subject: Subject; readonly everyMs: number | null; readonly tell: () => void }): Reply {
    const seconds = Number(headerOf(request, 'expires') ?? 3_600);
    const callId = headerOf(request, 'call-id') ?? '';
    const before = this.#open.get(callId);
    if (before?.timer) clearInterval(before.timer);
    if (seconds === 0) this.#open.delete(callId);
    else {
      const timer = everyMs === null ? null : setInterval(() => {
        if (Date.now() > (this.#open.get(callId)?.until ?? 0)) this.#end(callId);
        else tell();
      }, everyMs);
      this.#open.set(callId, { subject, dialog: before?.dialog ?? this.#agent.dialogOf(request, ownTag), event: headerOf(request, 'event') ?? 'presence', until: Date.now() + seconds * 1_000, timer });
    }
    return { status: 200, headers: [['expires', String(seconds)]] };
  }

  /** False: nobody has asked to be told. */
  notify(subject: Subject, type: string, body: Buffer): boolean {
    const all = [...this.#open.values()].filter((one) => one.subject === subject && one.until > Date.now());
    for (const { dialog, event, until } of all) {
      const seconds = Math.ceil((until - Date.now()) / 1_000);
      void this.#agent.within(dialog, { method: 'NOTIFY', headers: [['event', event], ['subscription-state', `active;expires=${seconds}`], ['content-type', type]], body });
    }
    return all.length > 0;
  }

  /** Idempotent. */
  close(): void {
    for (const callId of this.#open.keys()) this.#end(callId);
  }

  #end(callId: string): void {
    const timer = this.#open.get(callId)?.timer;
    if (timer) clearInterval(timer);
    this.#open.delete(callId);
  }
}
