import type { SipPeer } from '../sip/sipTransport.ts';

export type GbDeviceChannel = { readonly channelId: string; readonly name: string; readonly manufacturer: string; readonly online: boolean };

/** A device that has registered. */
export type GbDevice = {
  readonly deviceId: string;
  /** Where it is spoken to: where its last message came from. */
  peer: SipPeer;
  /** As X-GB-Ver says, such as `3.0` for 2022; null for those of before. */
  version: string | null;
  name: string;
  manufacturer: string;
  /** Hall-side real times, ms. */
  registeredUntil: number;
  heardAt: number;
  readonly channels: Map<string, GbDeviceChannel>;
};

export type Gone = 'silent' | 'unregistered';
type Listener = { readonly arrived: (device: GbDevice) => void; readonly gone: (device: GbDevice, why: Gone) => void };
type Refused = { readonly deviceId: string; readonly remoteAddress: string; readonly seenAt: number };

const MAX_REFUSED = 256;
const MAX_CHANNELS = 4_096;
/** After so many heartbeats that did not come a device is away. */
const MISSED = 3;

/** Which devices are here, and which came and were refused. */
export class DeviceBook {
  readonly #devices = new Map<string, GbDevice>();
  readonly #refused = new Map<string, Refused>();
  readonly #listener: Listener;
  readonly #now: () => number;
  readonly #silentAfterMs: number;
  readonly #timer: NodeJS.Timeout;

  constructor(options: { readonly listener: Listener; readonly now: () => number; readonly heartbeatMs: number }) {
    this.#listener = options.listener;
    this.#now = options.now;
    this.#silentAfterMs = options.heartbeatMs * MISSED;
    this.#timer = setInterval(() => this.#sweep(), Math.min(5_000, options.heartbeatMs));
  }

  get(deviceId: string): GbDevice | undefined {
    return this.#devices.get(deviceId);
  }

  all(): Iterable<GbDevice> {
    return this.#devices.values();
  }

  refused(): Iterable<Refused> {
    return this.#refused.values();
  }

  /** It proved who it is. A refresh keeps what is known of it. */
  register({ deviceId, peer, version, forMs }: { readonly deviceId: string; readonly peer: SipPeer; readonly version: string | null; readonly forMs: number }): void {
    const now = this.#now();
    this.#refused.delete(deviceId);
    const known = this.#devices.get(deviceId);
    if (known !== undefined) {
      Object.assign(known, { peer, version, registeredUntil: now + forMs, heardAt: now });
      return;
    }
    const device: GbDevice = { deviceId, peer, version, name: '', manufacturer: '', registeredUntil: now + forMs, heardAt: now, channels: new Map() };
    this.#devices.set(deviceId, device);
    this.#listener.arrived(device);
  }

  remove(deviceId: string, why: Gone): void {
    const device = this.#devices.get(deviceId);
    if (device === undefined) return;
    this.#devices.delete(deviceId);
    this.#listener.gone(device, why);
  }

  refuse(deviceId: string, remoteAddress: string): void {
    this.#refused.delete(deviceId);
    if (this.#refused.size >= MAX_REFUSED) for (const oldest of [...this.#refused.keys()].slice(0, 1)) this.#refused.delete(oldest);
    this.#refused.set(deviceId, { deviceId, remoteAddress, seenAt: this.#now() });
  }

  /** It said something; undefined for one that is not registered, or that speaks from elsewhere. */
  heard(deviceId: string, from: SipPeer): GbDevice | undefined {
    const device = this.#devices.get(deviceId);
    if (device === undefined || device.peer.address !== from.address) return undefined;
    device.heardAt = this.#now();
    device.peer = from;
    return device;
  }

  setChannel(device: GbDevice, channel: GbDeviceChannel): void {
    if (device.channels.size < MAX_CHANNELS || device.channels.has(channel.channelId)) device.channels.set(channel.channelId, channel);
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#devices.clear();
  }

  #sweep(): void {
    const now = this.#now();
    for (const { deviceId, heardAt, registeredUntil } of this.#devices.values()) {
      if (now - heardAt > this.#silentAfterMs || now > registeredUntil) this.remove(deviceId, 'silent');
    }
  }
}
