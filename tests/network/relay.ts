import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { seededRandom } from '../chaos/random.ts';
import { Departures } from './departures.ts';
import { GOOD_LANE, Lane, type LaneConditions } from './lane.ts';

export type LineConditions = { readonly up: LaneConditions; readonly down: LaneConditions };

export type RelayOptions = {
  /** Loopback address of the relay's own: it takes the same ports there as the target has. */
  readonly listenHost: string;
  readonly targetHost: string;
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
  /** The same seed loses the same datagrams, as far as the same are sent. */
  readonly seed?: number;
};

/** UDP datagrams of a client to one port, and the socket by which the target sees them. */
type Flow = { upstream: DatagramSocket; answer: (bytes: Buffer) => void; port: number };

/** Largest piece of a stream that is delayed as one: about what a packet carries. */
const PIECE_BYTES = 1_400;

/**
 * A bad line between a client and a hall, for kernels without netem: UDP and TCP over one pair of lanes, which lose, delay and limit.
 * `switchNetwork` is what a phone does that goes from Wi-Fi to a mobile network: another address towards the hall, all sockets dead without a word.
 */
export class Relay {
  readonly up: Lane;
  readonly down: Lane;
  /** Datagrams that were let through and that were not. */
  readonly counts = { carried: 0, lost: 0 };
  readonly #options: RelayOptions;
  readonly #listeners: DatagramSocket[] = [];
  readonly #servers: Server[] = [];
  readonly #flows = new Map<string, Flow>();
  readonly #sockets = new Set<Socket>();
  readonly #departures = new Set<Departures>();
  readonly #upDatagrams = this.#newDepartures();
  readonly #downDatagrams = this.#newDepartures();
  #cut = false;
  /** Streams made before belong to a network that was left. */
  #network = 0;
  #held: (() => void)[] = [];

  private constructor(options: RelayOptions) {
    this.#options = options;
    const random = seededRandom(options.seed ?? 1);
    this.up = new Lane(random);
    this.down = new Lane(random);
  }

  /** Errors: a port that is in use. */
  static async create(options: RelayOptions): Promise<Relay> {
    const relay = new Relay(options);
    try {
      for (const port of options.udpPorts) await relay.#listenDatagrams(port);
      for (const port of options.tcpPorts) await relay.#listenStreams(port);
      return relay;
    } catch (error) {
      relay.close();
      throw error;
    }
  }

  set(conditions: Partial<LaneConditions>): void {
    this.setBoth({ up: { ...GOOD_LANE, ...conditions }, down: { ...GOOD_LANE, ...conditions } });
  }

  setBoth({ up, down }: LineConditions): void {
    this.up.set(up);
    this.down.set(down);
  }

  /** Nothing passes until `restore`; what streams carry waits for it. */
  cut(): void {
    this.#cut = true;
  }

  restore(): void {
    this.#cut = false;
    for (const go of this.#held.splice(0)) go();
  }

  /** From now on the client comes from other ports; what it had open is dead, and nobody is told. */
  switchNetwork(): void {
    this.#network += 1;
    this.#held = [];
    for (const flow of this.#flows.values()) {
      flow.upstream.close();
      flow.upstream = this.#newUpstream(flow);
    }
  }

  /** Idempotent. */
  close(): void {
    for (const departures of this.#departures) departures.close();
    this.#held = [];
    for (const listener of this.#listeners.splice(0)) listener.close();
    for (const server of this.#servers.splice(0)) server.close();
    for (const { upstream } of this.#flows.values()) upstream.close();
    this.#flows.clear();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #listenDatagrams(port: number): Promise<void> {
    const listener = createSocket('udp4');
    this.#listeners.push(listener);
    listener.on('message', (bytes, from) => {
      const key = `${port} ${from.address} ${from.port}`;
      let flow = this.#flows.get(key);
      if (flow === undefined) {
        const opened = { port, answer: (back: Buffer) => listener.send(back, from.port, from.address) };
        flow = { ...opened, upstream: this.#newUpstream(opened) };
        this.#flows.set(key, flow);
      }
      const known = flow;
      this.#carry('up', bytes, () => known.upstream.send(bytes, port, this.#options.targetHost));
    });
    listener.bind(port, this.#options.listenHost);
    await once(listener, 'listening');
  }

  #newUpstream(flow: Pick<Flow, 'answer'>): DatagramSocket {
    const upstream = createSocket('udp4');
    upstream.on('message', (bytes) => this.#carry('down', bytes, () => flow.answer(bytes)));
    upstream.on('error', () => undefined); // the target is away; the next datagram tries again
    return upstream;
  }

  #carry(way: 'up' | 'down', bytes: Buffer, send: () => void): void {
    const at = this.#cut ? null : this[way].datagram(bytes.length, performance.now());
    if (at === null) {
      this.counts.lost += 1;
      return;
    }
    this.counts.carried += 1;
    (way === 'up' ? this.#upDatagrams : this.#downDatagrams).add(at, () => {
      try {
        send();
      } catch {
        // Its socket was closed while it was on its way: lost, as on a network that was left.
      }
    });
  }

  async #listenStreams(port: number): Promise<void> {
    const server = createServer((client) => {
      const target = connect(port, this.#options.targetHost);
      const network = this.#network;
      this.#pipe({ from: client, to: target, lane: this.up, network });
      this.#pipe({ from: target, to: client, lane: this.down, network });
    });
    this.#servers.push(server);
    server.listen(port, this.#options.listenHost);
    await once(server, 'listening');
  }

  #pipe({ from, to, lane, network }: { from: Socket; to: Socket; lane: Lane; network: number }): void {
    this.#sockets.add(from);
    from.setNoDelay(true);
    const departures = this.#newDepartures();
    const pass = (run: () => void, bytes: number) => {
      const go = () => {
        if (network !== this.#network) return;
        if (this.#cut) this.#held.push(go);
        else run();
      };
      departures.add(lane.piece(bytes, performance.now()), go);
    };
    from.on('data', (bytes: Buffer) => {
      for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
        const piece = bytes.subarray(start, start + PIECE_BYTES);
        pass(() => void (to.destroyed || to.write(piece)), piece.length);
      }
    });
    from.on('close', () => {
      this.#sockets.delete(from);
      pass(() => {
        to.destroy();
        this.#departures.delete(departures);
      }, 40);
    });
    from.on('error', () => undefined); // its close follows
  }

  #newDepartures(): Departures {
    const departures = new Departures();
    this.#departures.add(departures);
    return departures;
  }
}
