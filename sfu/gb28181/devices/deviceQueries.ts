import { manscdp, MANSCDP_TYPE, type Manscdp } from '../words/manscdp.ts';
import { nodesIn, numberIn, writeXml, type XmlNode, type XmlWords } from '../words/xmlWords.ts';
import type { GbDevice } from './deviceBook.ts';

type Open = { readonly deviceId: string; readonly command: string; readonly list: string; readonly items: XmlNode[]; readonly settle: (answer: DeviceAnswer | null) => void; timer: NodeJS.Timeout };

/** `items`: of all pages that came; `announced`: how many there are, as the device says. */
export type DeviceAnswer = { readonly node: XmlNode; readonly items: readonly XmlNode[]; readonly announced: number };

/** Between two pages, and before the first. */
const ANSWER_WITHIN_MS = 10_000;
const MAX_ITEMS = 10_000;
const MAX_OPEN = 512;

type Options = {
  /** Sends a MESSAGE; resolves with its status, null for no answer. */
  readonly message: (device: GbDevice, to: string, body: Buffer, type: string) => Promise<number | null>;
};

/** Asks devices and gathers what they answer in one or many messages. */
export class DeviceQueries {
  readonly #options: Options;
  readonly #open = new Map<number, Open>();
  #serial = Math.floor(Math.random() * 100_000);

  constructor(options: Options) {
    this.#options = options;
  }

  nextSerial(): number {
    this.#serial = this.#serial % 999_999 + 1;
    return this.#serial;
  }

  /** Null: it did not answer, or not all. `list`: element that holds items, such as `DeviceList`. */
  async ask(device: GbDevice, command: string, { about = device.deviceId, list = '', words = {} }: { readonly about?: string; readonly list?: string; readonly words?: XmlWords } = {}): Promise<DeviceAnswer | null> {
    if (this.#open.size >= MAX_OPEN) return null;
    const serial = this.nextSerial();
    const { promise, resolve } = Promise.withResolvers<DeviceAnswer | null>();
    const settle = (answer: DeviceAnswer | null): void => {
      const open = this.#open.get(serial);
      if (open !== undefined) clearTimeout(open.timer);
      this.#open.delete(serial);
      resolve(answer);
    };
    this.#open.set(serial, { deviceId: device.deviceId, command, list, items: [], settle, timer: setTimeout(settle, ANSWER_WITHIN_MS, null) });
    const status = await this.#options.message(device, about, manscdp('Query', command, serial, about, words), MANSCDP_TYPE);
    if (status === null || status >= 300) settle(null);
    return promise;
  }

  /** A command that is not answered but by the status of its message. */
  control(device: GbDevice, about: string, words: XmlWords): Promise<number | null> {
    return this.#options.message(device, about, manscdp('Control', 'DeviceControl', this.nextSerial(), about, words), MANSCDP_TYPE);
  }

  /** That the hall wants to speak (9.12). Resolves with the status of the message. */
  broadcast(device: GbDevice, sourceId: string, targetId: string): Promise<number | null> {
    const body = writeXml('Notify', { CmdType: 'Broadcast', SN: this.nextSerial(), SourceID: sourceId, TargetID: targetId });
    return this.#options.message(device, targetId, body, MANSCDP_TYPE);
  }

  /** An answer of the hall to what the device said. */
  respond(device: GbDevice, to: string, body: Buffer, type: string): Promise<number | null> {
    return this.#options.message(device, to, body, type);
  }

  /** A Response came. */
  answered(device: GbDevice, { serial, command, node }: Manscdp): void {
    const open = this.#open.get(serial);
    if (open === undefined || open.deviceId !== device.deviceId || open.command !== command) return;
    const items = open.list === '' ? [] : nodesIn(node, open.list).flatMap((list) => nodesIn(list, 'Item'));
    open.items.push(...items.slice(0, MAX_ITEMS - open.items.length));
    const total = Math.min(numberIn(node, 'SumNum') ?? open.items.length, MAX_ITEMS);
    const answer: DeviceAnswer = { node, items: open.items, announced: total };
    if (open.list === '' || open.items.length >= total) open.settle(answer);
    else {
      clearTimeout(open.timer);
      // Of a catalogue in which pages were lost what came is still good.
      open.timer = setTimeout(() => open.settle(answer), ANSWER_WITHIN_MS);
    }
  }

  /** Idempotent. */
  close(): void {
    for (const open of this.#open.values()) open.settle(null);
  }
}
