import { CallDesk } from './calls/callDesk.ts';
import type { Heard } from './media/ear.ts';
import type { PictureSource } from './media/pictures.ts';
import { Registration } from './registration.ts';
import { openSignalLink } from './sip/signalLink.ts';
import { headerOf, methodOf, statusOf, type SipText } from './sip/sipText.ts';
import { UserAgent, type Dialog, type Reply } from './sip/userAgent.ts';
import { Subscriptions } from './subscriptions.ts';
import { alarmWords, catalogueAnswers, deviceInfo, deviceStatus, positionWords, recordAnswers, recordingsOf, type Channel, type Place } from './words/answers.ts';
import type { MediaWay } from './words/callWords.ts';
import { beijingMoment, readWords, writeWords, type Words, type XmlEncoding, type XmlPart } from './words/xml.ts';

const WORDS_TYPE = 'Application/MANSCDP+xml';
export const FAULTS = ['wrongPassword', 'halfCall', 'vanish', 'badXml', 'gb2312'] as const;
/** Ways in which a device is not as the standard wants it. */
export type Fault = (typeof FAULTS)[number];

export type DeviceOptions = {
  /** 20 digits. */
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly server: { readonly id: string; readonly realm: string; readonly host: string; readonly port: number };
  readonly protocol: 'UDP' | 'TCP';
  readonly edition: '2016' | '2022';
  readonly channels: readonly Channel[];
  readonly source: PictureSource;
  /** Null: no sound. */
  readonly toneHz: number | null;
  /** Where it is now; null: it does not know. */
  readonly place: () => Place | null;
  /** Of recordings; 0: it keeps none. */
  readonly recordedDays: number;
  readonly voiceWay: MediaWay;
  /** An address that nobody can reach is told instead of its own. */
  readonly behindNat: boolean;
  readonly lossPercent: number;
  readonly expiresS: number;
  readonly heartbeatMs: number;
  readonly fault: Fault | null;
  readonly log: (line: string) => void;
};

const PRIVATE_ADDRESS = '192.168.77.64';
const LONGEST_VIEW_BEFORE_VANISHING_MS = 20_000;

/** A body-worn recorder or camera by GB/T 28181, 2016 or 2022, written from the standard and apart from the hall's own gateway. */
export class SimulatedDevice {
  readonly #options: DeviceOptions;
  readonly #agent: UserAgent;
  readonly #calls: CallDesk;
  readonly #subscriptions: Subscriptions;
  readonly #registration: Registration;
  #serial = Math.floor(Math.random() * 10_000);
  #isGone = false;

  /** Errors: the server's address cannot be reached. */
  static async create(options: DeviceOptions): Promise<SimulatedDevice> {
    let device: SimulatedDevice | null = null;
    const link = await openSignalLink({ server: options.server, protocol: options.protocol, onMessage: (message) => {
      if (device !== null) device.#agent.took(message);
    }, onTrouble: (why) => options.log(`信令通道出错：${why}`) });
    device = new SimulatedDevice(options, link);
    return device;
  }

  private constructor(options: DeviceOptions, link: Awaited<ReturnType<typeof openSignalLink>>) {
    this.#options = options;
    const { id, server, behindNat, log, fault } = options;
    const announced = behindNat ? { host: PRIVATE_ADDRESS, port: 5_060 } : link.own;
    this.#agent = new UserAgent({ id, server, announced, link, onRequest: (request, ownTag) => this.#asked(request, ownTag) });
    this.#subscriptions = new Subscriptions(this.#agent);
    this.#registration = new Registration({
      agent: this.#agent, deviceId: id, serverUri: `sip:${server.id}@${server.realm}`, edition: options.edition, expiresS: options.expiresS, heartbeatMs: options.heartbeatMs, log,
      beat: () => this.#message('Notify', 'Keepalive', id, [['Status', 'OK'], ['Info', []]]),
    });
    this.#calls = new CallDesk({
      agent: this.#agent, deviceId: id, realm: server.realm, channelIds: options.channels.map((channel) => channel.id), source: options.source, toneHz: options.toneHz,
      host: { told: announced.host, used: link.own.host }, voiceWay: options.voiceWay, lossPercent: options.lossPercent,
      hasRecordings: options.recordedDays > 0, isMute: fault === 'halfCall', log,
      onPlayed: (channelId, dialog) => this.#played(channelId, dialog),
    });
  }

  /** How the media of the calls for pictures went, in their order. */
  get ways(): readonly MediaWay[] {
    return this.#calls.ways;
  }

  get openCalls(): number {
    return this.#calls.openCount;
  }

  /** Of the latest voice that it was given; null: none yet. */
  heard(): Heard | null {
    return this.#calls.heard();
  }

  /** Resolves with the status of the answer, null for none. `password`: default its own. */
  register(password = this.#options.password): Promise<number | null> {
    return this.#registration.register(this.#options.fault === 'wrongPassword' ? `${password}-wrong` : password);
  }

  /** Until it is registered. */
  registerAtLast(): Promise<void> {
    const { password, fault } = this.#options;
    return this.#registration.registerAtLast(fault === 'wrongPassword' ? `${password}-wrong` : password);
  }

  /** Where it is: to whom has asked for it, or else to the server. Resolves when that has answered. */
  async tellPosition(place = this.#options.place()): Promise<void> {
    if (place === null) return;
    const parts = positionWords(place, Date.now());
    if (!this.#subscriptions.notify('MobilePosition', WORDS_TYPE, this.#words('Notify', 'MobilePosition', this.#options.id, parts))) await this.#message('Notify', 'MobilePosition', this.#options.id, parts);
  }

  /** `times`: told so often with one number, as by a device that lost the answer. */
  async alarm(text: string, { times = 1 }: { readonly times?: number } = {}): Promise<void> {
    const { id, channels, place, log, edition } = this.#options;
    const about = channels[0]?.id ?? id;
    const body = this.#words('Notify', 'Alarm', about, alarmWords({ text, place: place(), now: Date.now() }));
    // 2022 tells a subscriber by NOTIFY (9.11); devices of 2016 say it by MESSAGE (9.4), whoever subscribed.
    if (edition === '2022' && this.#subscriptions.notify('Alarm', WORDS_TYPE, body)) return log(`报警「${text}」已通知订阅者`);
    for (let time = 0; time < times; time += 1) {
      const answer = await this.#agent.request({ method: 'MESSAGE', headers: [['content-type', WORDS_TYPE]], body });
      log(`报警「${text}」${answer === null ? '没有应答' : `已送达（${statusOf(answer)}）`}`);
    }
  }

  /** As when its battery is pulled: no picture, no heartbeat, no answer, no farewell. Idempotent. */
  vanish(): void {
    this.#isGone = true;
    this.#agent.fallSilent();
    this.#registration.stop();
    this.#subscriptions.close();
    this.#calls.close({ farewell: false });
  }

  /** Takes leave, and ends. Idempotent. */
  async close(): Promise<void> {
    if (!this.#isGone) {
      this.#calls.close({ farewell: true });
      await this.#registration.unregister();
    }
    this.vanish();
    this.#agent.close();
  }

  async #asked(request: SipText, ownTag: string): Promise<Reply | null> {
    switch (methodOf(request)) {
      case 'INVITE': {
        if (this.#options.fault === 'vanish') setTimeout(() => {
          this.#options.log('设备消失：不再发送，也不再应答');
          this.vanish();
        }, LONGEST_VIEW_BEFORE_VANISHING_MS).unref();
        return this.#calls.invited(request, ownTag);
      }
      case 'BYE':
      case 'CANCEL': return this.#calls.hungUp(request);
      case 'INFO': return this.#calls.steered(request);
      case 'MESSAGE': return this.#told(request);
      case 'SUBSCRIBE': return this.#subscribed(request, ownTag);
      case 'OPTIONS': return { status: 200 };
      default: return { status: 405 };
    }
  }

  #told(request: SipText): Reply {
    const words = readWords(request.body);
    const command = words?.text('CmdType');
    if (words === null || command === undefined) return { status: 400 };
    if (words.root === 'Query') return this.#queried(command, words);
    if (words.root === 'Notify' && command === 'Broadcast') {
      const [source = '', target = ''] = [words.text('SourceID'), words.text('TargetID')];
      void this.#message('Response', 'Broadcast', target, [['Result', 'OK']], words.text('SN')).then(() => this.#calls.broadcast(source));
      return { status: 200 };
    }
    if (words.root === 'Control') return this.#controlled(words);
    // An answer to what the device told.
    return { status: 200 };
  }

  #queried(command: string, words: Words): Reply {
    const { id, name, channels, recordedDays } = this.#options;
    const about = words.text('DeviceID') ?? id;
    const now = Date.now();
    const answers = (): XmlPart[][] | null => {
      switch (command) {
        case 'Catalog': return catalogueAnswers(id, channels);
        case 'DeviceInfo': return [deviceInfo(name, channels.length)];
        case 'DeviceStatus': return [deviceStatus(now)];
        case 'RecordInfo': return recordAnswers(
          channels.find((one) => one.id === about) ?? { id: about, name },
          recordingsOf({ from: beijingMoment(words.text('StartTime')) ?? 0, to: beijingMoment(words.text('EndTime')) ?? now, days: recordedDays, now }),
        );
        default: return null;
      }
    };
    const found = answers();
    this.#options.log(`查询 ${command}${found === null ? '（不支持）' : ''}`);
    if (found === null) return { status: 405 };
    void this.#answerInTurn(command, about, found, words.text('SN'));
    return { status: 200 };
  }

  async #answerInTurn(command: string, about: string, answers: readonly XmlPart[][], serial: string | undefined): Promise<void> {
    for (const parts of answers) if ((await this.#message('Response', command, about, parts, serial)) === null) return;
  }

  /** What can be done to a device; only some of it is answered (A.2.3). */
  #controlled(words: Words): Reply {
    const order = CONTROLS.find((name) => words.text(name) !== undefined);
    this.#options.log(`控制 ${order ?? '（不支持）'} ${order === undefined ? '' : words.text(order)}`);
    if (order === 'GuardCmd' || order === 'RecordCmd' || order === 'AlarmCmd') void this.#message('Response', 'DeviceControl', words.text('DeviceID') ?? this.#options.id, [['Result', 'OK']], words.text('SN'));
    return { status: 200 };
  }

  #subscribed(request: SipText, ownTag: string): Reply {
    const words = readWords(request.body);
    const subject = (['MobilePosition', 'Alarm', 'Catalog'] as const).find((one) => one === words?.text('CmdType'));
    if (subject === undefined) return { status: 489 };
    const everyMs = subject === 'MobilePosition' ? Math.max(1, Number(words?.text('Interval') ?? 5)) * 1_000 : null;
    this.#options.log(`订阅 ${subject}，${headerOf(request, 'expires') ?? '3600'} 秒`);
    return this.#subscriptions.subscribed(request, ownTag, { subject, everyMs, tell: () => void this.tellPosition() });
  }

  /** A recording is at its end: the server is told in the call, and hangs up (9.8). */
  #played(channelId: string, dialog: Dialog): void {
    void this.#agent.within(dialog, { method: 'MESSAGE', headers: [['content-type', WORDS_TYPE]], body: this.#words('Notify', 'MediaStatus', channelId, [['NotifyType', 121]]) });
  }

  async #message(root: 'Notify' | 'Response', command: string, about: string, parts: readonly XmlPart[], serial?: string): Promise<number | null> {
    const answer = await this.#agent.request({ method: 'MESSAGE', headers: [['content-type', WORDS_TYPE]], body: this.#words(root, command, about, parts, serial) });
    return answer === null ? null : statusOf(answer);
  }

  #words(root: 'Notify' | 'Response', command: string, about: string, parts: readonly XmlPart[], serial?: string): Buffer {
    this.#serial += 1;
    const { fault, edition } = this.#options;
    const encoding: XmlEncoding = edition === '2022' && fault !== 'gb2312' ? 'GB18030' : 'GB2312';
    const body = writeWords(root, [['CmdType', command], ['SN', serial ?? this.#serial], ['DeviceID', about], ...parts], encoding);
    // Cut in the middle of a character or an element, as by a full buffer.
    return fault === 'badXml' ? body.subarray(0, body.length / 2) : body;
  }
}

const CONTROLS = ['PTZCmd', 'IFameCmd', 'IFrameCmd', 'TeleBoot', 'RecordCmd', 'GuardCmd', 'AlarmCmd', 'DragZoomIn', 'DragZoomOut', 'HomePosition'] as const;
