import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { issueAuthority, issueServerCertificate } from '../../sfu/http/issueCertificate.ts';
import type { components } from './api.generated.ts';
import { fetchOver } from './fetchOver.ts';
import { createHallClient, type HallClient, type Step, type Task } from './hallClient.ts';
import { nextAct, type Manner } from './manners.ts';
import { isSignedBy, signed } from './webhookSignature.ts';

export type Told = Extract<components['schemas']['Delivery'], { type: 'task.changed' }>;
/** As the hall tells them when it adds the partner. */
export type NeighbourKeys = { readonly partnerId: string; readonly token: string; readonly sendingSecret: string; readonly receivingSecret: string };

const HOST = '127.0.0.1';
const DAYS = 30;

/** The centre of a neighbouring province: hears what the hall tells, and works on what it is sent. */
export class Neighbour {
  /** What it heard, each once, in the order in which it was taken. */
  readonly told: Told[] = [];
  /** Deliveries that it had heard before, that came out of their order, or that nobody had signed. */
  readonly odd = { repeated: 0, disordered: 0, unsigned: 0 };
  readonly authorityPem: string;
  manner: Manner = 'silent';
  /** Answered instead of taking a delivery; null: it takes them. */
  refusesWith: number | null = null;
  /** Called after each delivery that was new. */
  onTold: (told: Told) => void = () => undefined;
  readonly #server: https.Server;
  readonly #upTo = new Map<string, number>();
  #link: { readonly keys: NeighbourKeys; readonly client: HallClient; readonly hall: string; readonly authorityPem: string } | null = null;
  #working: Promise<void> = Promise.resolve();
  #delivered = new Map<string, number>();

  private constructor(server: https.Server, authorityPem: string) {
    this.#server = server;
    this.authorityPem = authorityPem;
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => response.writeHead(this.#take(request.headers, Buffer.concat(pieces).toString('utf8'))).end());
    });
  }

  /** With an authority of its own. Errors: what listening says. */
  static async start({ port = 0 }: { readonly port?: number } = {}): Promise<Neighbour> {
    const now = Date.now();
    const authority = await issueAuthority({ name: '邻省执行指挥中心（模拟）', days: DAYS, now });
    const { certificatePem, keyPem } = await issueServerCertificate({ authority, hosts: [HOST, 'localhost'], days: DAYS, now });
    const server = https.createServer({ cert: certificatePem, key: keyPem });
    server.listen(port, HOST);
    await once(server, 'listening');
    return new Neighbour(server, authority.certificatePem);
  }

  get webhookUrl(): string {
    return `https://${HOST}:${(this.#server.address() as AddressInfo).port}/hooks`;
  }

  get client(): HallClient {
    return this.#linked().client;
  }

  /** From now on it calls this hall, and believes what the hall signs. */
  connect({ hall, authorityPem, keys }: { readonly hall: string; readonly authorityPem: string; readonly keys: NeighbourKeys }): void {
    this.#link = { hall, authorityPem, keys, client: createHallClient({ hall, token: keys.token, authorityPem }) };
  }

  /** A step told by a webhook of its own. Answers the status. */
  async deliver(taskId: string, step: Step, { sequence, id, at }: { readonly sequence?: number; readonly id?: string; readonly at?: number } = {}): Promise<number> {
    const number = sequence ?? (this.#delivered.get(taskId) ?? 0) + 1;
    const status = await this.post(JSON.stringify({ type: 'task.stepped', taskId, sequence: number, ...step }), { ...(id === undefined ? {} : { id }), ...(at === undefined ? {} : { at }) });
    if (status === 200) this.#delivered.set(taskId, Math.max(number, this.#delivered.get(taskId) ?? 0));
    return status;
  }

  /** Any body, signed. Answers the status. */
  async post(body: string, how: { readonly id?: string; readonly at?: number; readonly secret?: string } = {}): Promise<number> {
    const { hall, authorityPem, keys } = this.#linked();
    const response = await fetchOver(authorityPem)(`${hall}/api/v1/webhooks/${keys.partnerId}`, { method: 'POST', body, headers: signed(how.secret ?? keys.receivingSecret, body, how) });
    return response.status;
  }

  /** Resolves when it has done what its manner bids it do about all that it heard. */
  async settled(): Promise<void> {
    await this.#working;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.manner = 'silent';
    await this.#working;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(headers: Readonly<Record<string, string | string[] | undefined>>, body: string): number {
    if (this.refusesWith !== null) return this.refusesWith;
    if (this.#link === null || !isSignedBy(this.#link.keys.sendingSecret, headers, body)) {
      this.odd.unsigned += 1;
      return 401;
    }
    const told = JSON.parse(body) as components['schemas']['Delivery'];
    if (told.type === 'ping') return 200;
    const last = this.#upTo.get(told.taskId) ?? 0;
    if (told.sequence <= last) {
      this.odd.repeated += 1;
      return 200;
    }
    if (told.sequence > last + 1) {
      this.odd.disordered += 1;
      return 409;
    }
    this.#upTo.set(told.taskId, told.sequence);
    this.told.push(told);
    this.onTold(told);
    this.#working = this.#working.then(() => this.#work(told.taskId)).catch((error: unknown) => console.error(String(error)));
    return 200;
  }

  async #work(taskId: string): Promise<void> {
    if (this.manner === 'silent') return;
    const { client } = this.#linked();
    for (let task: Task = await client.task(taskId); ;) {
      const act = await nextAct(this.manner, task, client);
      if (act === null) return;
      task = await act();
    }
  }

  #linked() {
    if (this.#link === null) throw new Error('the neighbour has no hall yet');
    return this.#link;
  }
}
