import type { PictureSource } from '../media/pictures.ts';
import type { Heard } from '../media/ear.ts';
import { addressOf, headerOf, statusOf, type SipText } from '../sip/sipText.ts';
import type { Dialog, Reply, UserAgent } from '../sip/userAgent.ts';
import { readCall, type CallWords, type MediaWay } from '../words/callWords.ts';
import { readReplayCommand, replayAnswer } from '../words/replayWords.ts';
import { beijingText } from '../words/xml.ts';
import { ViewCall } from './viewCall.ts';
import { VoiceCall } from './voiceCall.ts';

const SDP_TYPE = ['content-type', 'application/sdp'] as const;
const HEARD_EVERY_MS = 2_000;

type Call = { readonly dialog: Dialog; readonly words: string; readonly media: ViewCall | VoiceCall; readonly timer: NodeJS.Timeout | null };
type Options = {
  readonly agent: UserAgent;
  readonly deviceId: string;
  readonly realm: string;
  readonly channelIds: readonly string[];
  readonly source: PictureSource;
  readonly toneHz: number | null;
  readonly host: { readonly told: string; readonly used: string };
  readonly voiceWay: MediaWay;
  readonly lossPercent: number;
  readonly hasRecordings: boolean;
  /** Takes calls and sends nothing. */
  readonly isMute: boolean;
  /** A recording was played to its end. */
  readonly onPlayed: (channelId: string, dialog: Dialog) => void;
  readonly log: (line: string) => void;
};

/** The calls of one device: pictures that it is asked for, voices that it takes. */
export class CallDesk {
  readonly #options: Options;
  readonly #calls = new Map<string, Call>();
  #serial = 0;
  #ended: Heard | null = null;
  /** Of the calls for pictures that it took: how the media went. */
  readonly ways: MediaWay[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  get openCount(): number {
    return this.#calls.size;
  }

  /** Of the latest voice that it was given; null: none yet. */
  heard(): Heard | null {
    const voices = [...this.#calls.values()].flatMap(({ media }) => (media instanceof VoiceCall ? [media.heard()] : []));
    return voices.at(-1) ?? this.#ended;
  }

  async invited(request: SipText, ownTag: string): Promise<Reply> {
    const call = readCall(request.body);
    if (call === null) return { status: 488 };
    const channelId = /^INVITE sip:([^@;]*)@/.exec(request.start)?.[1] ?? '';
    if (call.media === 'audio') return this.#talk(request, ownTag, call);
    const { channelIds, deviceId, hasRecordings, source, toneHz, host, lossPercent, isMute, log } = this.#options;
    const refused = (status: number, why: string): Reply => {
      log(`拒绝点播 ${channelId}（${status}）：${why}`);
      return { status };
    };
    if (!channelIds.includes(channelId) && channelId !== deviceId) return refused(404, `没有这个通道，本设备的通道是 ${channelIds.join('、')}`);
    if (call.span !== null && !hasRecordings) return refused(404, '没有录像，请加 --recordings');
    const dialog = this.#options.agent.dialogOf(request, ownTag);
    const view = await ViewCall.create({ call, channelId, source, toneHz, host, lossPercent, onTrouble: (why) => log(`媒体通道出错：${why}`), onEnd: () => {
      log(`录像播放完毕 ${channelId}`);
      this.#options.onPlayed(channelId, dialog);
    } });
    if (view === null) return refused(488, '对方不收 PS 流');
    this.ways.push(call.way);
    const span = call.span === null ? '实时' : `录像 ${beijingText(call.span.from)} 至 ${beijingText(call.span.to)}`;
    this.#take(request, { dialog, words: `点播 ${channelId} ${span}，${WAYS[call.way]} ${call.host}:${call.port}`, media: view, timer: null }, () => {
      if (!isMute) view.begin();
    });
    return { status: 200, headers: [SDP_TYPE], body: view.sdp };
  }

  /** The server wants to speak: the device calls it, and plays what comes. */
  async broadcast(sourceId: string): Promise<void> {
    const { agent, deviceId, realm, host, voiceWay, log } = this.#options;
    const voice = await VoiceCall.create({ way: voiceWay, owner: deviceId, ssrc: this.#ownSsrc(realm), host, toneHz: null, onTrouble: (why) => log(`语音通道出错：${why}`) });
    const answer = await agent.request({ method: 'INVITE', user: sourceId, headers: [SDP_TYPE, ['subject', `${sourceId}:0,${deviceId}:0`]], body: voice.sdp('Play') });
    const other = answer === null ? null : readCall(answer.body);
    if (answer === null || (statusOf(answer) ?? 0) >= 300 || other === null) {
      voice.close();
      log(`语音广播未接通：${answer === null ? '对方没有应答' : answer.start}`);
      return;
    }
    const dialog = agent.dialogOfAnswer(answer);
    agent.acknowledge(dialog);
    voice.begin(other);
    this.#open({ dialog, words: `语音广播 ${sourceId}，${WAYS[voiceWay]}`, media: voice, timer: this.#listen(voice) });
  }

  /** BYE and CANCEL. */
  hungUp(request: SipText): Reply {
    return this.#close(headerOf(request, 'call-id') ?? '', '对方挂断') ? { status: 200 } : { status: 481 };
  }

  /** INFO: MANSRTSP. */
  steered(request: SipText): Reply {
    const call = this.#calls.get(headerOf(request, 'call-id') ?? '');
    const command = readReplayCommand(request.body);
    if (call === undefined) return { status: 481 };
    if (command === null || !(call.media instanceof ViewCall) || !call.media.steer(command)) return { status: 400 };
    const how = command.verb === 'PLAY' ? `${command.seekMs === null ? '' : ` 跳到 ${command.seekMs / 1_000} 秒`}${command.scale === null ? '' : ` ${command.scale} 倍速`}` : '';
    this.#options.log(`回放控制 ${command.verb}${how}，位置 ${beijingText(call.media.momentMs ?? 0)}`);
    return { status: 200, headers: [['content-type', 'Application/MANSRTSP']], body: replayAnswer(command) };
  }

  /** `farewell`: tells the other sides. Idempotent. */
  close({ farewell }: { readonly farewell: boolean }): void {
    for (const [callId, { dialog }] of this.#calls) {
      if (farewell) void this.#options.agent.within(dialog, { method: 'BYE' });
      this.#close(callId, '设备挂断');
    }
  }

  async #talk(request: SipText, ownTag: string, call: CallWords): Promise<Reply> {
    const { agent, deviceId, host, toneHz, log } = this.#options;
    if (![...call.payloads.values()].includes('PCMA')) return { status: 488 };
    const voice = await VoiceCall.create({ way: call.way, owner: deviceId, ssrc: call.ssrc ?? '0', host, toneHz, onTrouble: (why) => log(`语音通道出错：${why}`) });
    this.#take(request, { dialog: agent.dialogOf(request, ownTag), words: `语音对讲 ${addressOf(headerOf(request, 'from') ?? '').user}，${WAYS[call.way]}`, media: voice, timer: this.#listen(voice) }, () => voice.begin(call));
    return { status: 200, headers: [SDP_TYPE], body: voice.sdp('Talk') };
  }

  /** Begins when the caller has acknowledged, and not before. */
  #take(request: SipText, call: Call, begin: () => void): void {
    const callId = headerOf(request, 'call-id') ?? '';
    this.#open(call);
    void this.#beginWhenUp(callId, call, begin);
  }

  async #beginWhenUp(callId: string, call: Call, begin: () => void): Promise<void> {
    const isUp = await this.#options.agent.acknowledgement(callId);
    if (this.#calls.get(callId) !== call) return;
    if (isUp) begin();
    else this.#close(callId, '没有等到 ACK');
  }

  #open(call: Call): void {
    this.#calls.set(call.dialog.callId, call);
    this.#options.log(`接通 ${call.words}`);
  }

  #close(callId: string, why: string): boolean {
    const call = this.#calls.get(callId);
    if (call === undefined) return false;
    this.#calls.delete(callId);
    if (call.timer !== null) clearInterval(call.timer);
    if (call.media instanceof VoiceCall) this.#ended = call.media.heard();
    call.media.close();
    this.#options.log(`结束 ${call.words}（${why}）`);
    return true;
  }

  #listen(voice: VoiceCall): NodeJS.Timeout {
    return setInterval(() => {
      const { packets, levelDb, toneHz } = voice.heard();
      this.#options.log(`听到 ${packets} 个语音包，音量 ${levelDb.toFixed(0)} dB${toneHz === null ? '' : `，主音 ${toneHz} Hz`}`);
    }, HEARD_EVERY_MS);
  }

  /** Of now, digits 4 to 8 of the domain, and a number (annex C.2.5). */
  #ownSsrc(realm: string): string {
    this.#serial += 1;
    return `0${realm.slice(3, 8)}${String(this.#serial % 10_000).padStart(4, '0')}`;
  }
}

const WAYS: Readonly<Record<MediaWay, string>> = { udp: 'UDP', connects: 'TCP 主动', listens: 'TCP 被动' };
