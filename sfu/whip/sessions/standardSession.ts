import { randomUUID } from 'node:crypto';
import type { StandardTransport } from '../../ports/standardMedia.ts';
import { readFragment, writeFragment } from '../sdp/fragment.ts';
import type { Offer } from '../sdp/offer.ts';
import { Refusal } from '../sdp/refusal.ts';

/** ICE restarts a minute; a client that changes its network twice a second is none. */
const RESTARTS_PER_MINUTE = 30;

type Options = {
  /** Whoever opened it; nobody else may touch it. */
  readonly ownerId: string;
  readonly offer: Offer;
  readonly transport: StandardTransport;
  /** When its client ends it. */
  readonly onDeleted: () => void;
};

export type Patched = { readonly restarted: { readonly body: string } | null; readonly entityTag: string };

/** The resource behind one `Location`: a client's end of ICE and the hall's. */
export class StandardSession {
  readonly sessionId: string = randomUUID();
  readonly ownerId: string;
  readonly #options: Options;
  #ice: { readonly iceUfrag: string; readonly icePwd: string };
  #entityTag = newTag();
  #restartedAt: number[] = [];
  #patching: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
    this.ownerId = options.ownerId;
    this.#ice = options.offer;
  }

  /** Names the ICE session; changes with each restart. */
  get entityTag(): string {
    return this.#entityTag;
  }

  /** One after the other. Errors: Refusal 400, 412, 428, 429; AppError transportClosed. */
  patch(request: { readonly ifMatch: string | undefined; readonly body: string; readonly now: number }): Promise<Patched> {
    const done = this.#patching.then(() => this.#patch(request));
    this.#patching = done.catch(() => undefined);
    return done;
  }

  /** What its client asked for. */
  delete(): void {
    this.#options.onDeleted();
  }

  async #patch({ ifMatch, body, now }: { readonly ifMatch: string | undefined; readonly body: string; readonly now: number }): Promise<Patched> {
    if (ifMatch === undefined) throw new Refusal(428, 'PATCH 需要 If-Match：候选地址用当前 ETag，ICE 重启用 *。');
    if (ifMatch.trim() !== '*' && !ifMatch.split(',').some((tag) => tag.trim() === this.#entityTag)) {
      throw new Refusal(412, 'If-Match 与当前 ICE 会话的 ETag 不符：ICE 已重启，请使用最新的 ETag。');
    }
    const fragment = readFragment(body);
    const isSame = fragment.iceUfrag === this.#ice.iceUfrag && fragment.icePwd === this.#ice.icePwd;
    // Candidates: the hall is ICE-lite and answers whoever knows its password, wherever they come from.
    if (isSame) return { restarted: null, entityTag: this.#entityTag };
    this.#restartedAt = [...this.#restartedAt.filter((at) => at > now - 60_000), now];
    if (this.#restartedAt.length > RESTARTS_PER_MINUTE) throw new Refusal(429, 'ICE 重启过于频繁，请稍后再试。', { 'retry-after': '10' });
    const { transport, offer } = this.#options;
    const iceParameters = await transport.restartIce();
    this.#ice = fragment;
    this.#entityTag = newTag();
    const first = offer.sections[0];
    const line = { type: first?.kind ?? 'audio', protocol: 'UDP/TLS/RTP/SAVPF', mid: first?.mid ?? '0' };
    return { restarted: { body: writeFragment({ iceParameters, iceCandidates: transport.iceCandidates, line }) }, entityTag: this.#entityTag };
  }
}

function newTag(): string {
  return `"${randomUUID()}"`;
}
