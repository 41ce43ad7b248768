import { answerChallenge } from './sip/answerChallenge.ts';
import { headerOf, headersOf, statusOf, type SipHeader } from './sip/sipText.ts';
import type { UserAgent } from './sip/userAgent.ts';

const MISSED_AT_MOST = 3;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
/** Renewed when so much of it is over. */
const RENEW_AT = 0.8;

type Options = {
  readonly agent: UserAgent;
  readonly deviceId: string;
  readonly serverUri: string;
  readonly edition: '2016' | '2022';
  readonly expiresS: number;
  readonly heartbeatMs: number;
  /** Tells the server that it is there. Resolves with the status, null for no answer. */
  readonly beat: () => Promise<number | null>;
  readonly log: (line: string) => void;
};

/** Has the device known at its server: registers, says that it is there, renews, and registers anew when the server forgot it. */
export class Registration {
  readonly #options: Options;
  #password = '';
  #beat: NodeJS.Timeout | undefined;
  #renewal: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Once. Resolves with the status, null for no answer; after a 200 it keeps itself up. */
  async register(password: string): Promise<number | null> {
    this.#password = password;
    const status = await this.#ask(this.#options.expiresS);
    if (status === 200) this.#keepUp();
    return status;
  }

  /** Until it is registered; it waits longer from try to try. */
  async registerAtLast(password: string): Promise<void> {
    for (let waitMs = FIRST_RETRY_MS; !this.#isOver && (await this.register(password)) !== 200; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
      if (this.#isOver) return;
      this.#options.log(`${waitMs / 1_000} 秒后再次注册`);
      await new Promise((resolve) => (this.#renewal = setTimeout(resolve, waitMs)));
    }
  }

  /** Takes leave of the server. */
  async unregister(): Promise<void> {
    this.stop();
    if (await this.#ask(0) === 200) this.#options.log('已注销');
  }

  /** No more heartbeats. Idempotent. */
  stop(): void {
    this.#isOver = true;
    clearInterval(this.#beat);
    clearTimeout(this.#renewal);
  }

  #keepUp(): void {
    const { expiresS, heartbeatMs, beat } = this.#options;
    if (this.#isOver) return;
    clearInterval(this.#beat);
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(() => void this.registerAtLast(this.#password), expiresS * RENEW_AT * 1_000);
    let missed = 0;
    this.#beat = setInterval(() => void beat().then((status) => {
      missed = status === 200 ? 0 : missed + 1;
      // 403: the server does not know the device any more, as after its restart.
      if (this.#isOver || (missed < MISSED_AT_MOST && status !== 403)) return;
      clearInterval(this.#beat);
      this.#options.log(`心跳${status === null ? '没有应答' : `被拒绝（${status}）`}，重新注册`);
      return this.registerAtLast(this.#password);
    }), heartbeatMs);
  }

  async #ask(expiresS: number): Promise<number | null> {
    const { agent, deviceId, serverUri, edition, log } = this.#options;
    const headers: SipHeader[] = [['expires', String(expiresS)], ['x-gb-ver', edition === '2022' ? '3.0' : '2.0']];
    const first = await agent.request({ method: 'REGISTER', headers });
    const challenges = first === null || statusOf(first) !== 401 ? [] : headersOf(first, 'www-authenticate');
    const answer = challenges.length === 0 ? null : answerChallenge({ challenges, preferred: edition === '2022' ? 'SHA-256' : 'MD5', username: deviceId, password: this.#password, method: 'REGISTER', uri: serverUri });
    if (challenges.length > 0 && answer === null) log('服务器的认证方式无法识别');
    const last = answer === null ? first : await agent.request({ method: 'REGISTER', headers: [...headers, ['authorization', answer.header]] });
    const status = last === null ? null : statusOf(last);
    if (expiresS > 0) log(status === 200 ? `注册成功（${answer?.algorithm ?? '不认证'}，${headerOf(last!, 'expires') ?? expiresS} 秒，服务器时间 ${headerOf(last!, 'date') ?? '未给出'}）` : refusalOf(status));
    return status;
  }
}

function refusalOf(status: number | null): string {
  if (status === null) return '注册没有应答，请核对服务器地址、端口和传输方式';
  if (status === 401) return '注册被拒绝：密码不对（401）';
  if (status === 403) return '注册被拒绝：平台没有登记这台设备（403）';
  if (status === 503) return '注册被拒绝：失败次数过多，请稍候（503）';
  return `注册被拒绝（${status}）`;
}
