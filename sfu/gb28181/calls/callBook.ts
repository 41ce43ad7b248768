import { inDialog, type Dialog } from '../sip/dialog.ts';
import type { IncomingRequest, SipEndpoint } from '../sip/sipEndpoint.ts';
import { parseAddress } from '../sip/sipFields.ts';
import { header } from '../sip/sipMessage.ts';
import type { SipPeer } from '../sip/sipTransport.ts';

type Call = {
  readonly dialog: Dialog;
  readonly peer: SipPeer;
  /** The other side ended it. */
  readonly onBye: () => void;
  readonly onAck?: () => void;
  readonly onInfo?: (body: Buffer) => number;
  /** Something that the other side tells within the call. */
  readonly onMessage?: (body: Buffer) => void;
};

export interface OpenCall {
  /** A request within it. */
  request(method: string, type: string, body: Buffer): Promise<number | null>;
  /** Ends it with a BYE, unless the other side did. Idempotent. */
  hangUp(): void;
}

/** The calls that are up, by either side. */
export class CallBook {
  readonly #calls = new Map<string, Call>();
  readonly #endpoint: SipEndpoint;

  constructor(endpoint: SipEndpoint) {
    this.#endpoint = endpoint;
  }

  get size(): number {
    return this.#calls.size;
  }

  open(call: Call): OpenCall {
    const { dialog, peer } = call;
    this.#calls.set(dialog.callId, call);
    return {
      request: async (method, type, body) => (await this.#endpoint.request(inDialog(dialog, method, { headers: [['content-type', type]], body }), peer))?.status ?? null,
      hangUp: () => {
        if (this.#calls.get(dialog.callId) !== call) return;
        this.#calls.delete(dialog.callId);
        void this.#endpoint.request(inDialog(dialog, 'BYE'), peer);
      },
    };
  }

  /** A request of the other side within a call; false: of none that is up. */
  take({ request, answer }: IncomingRequest): boolean {
    const call = this.#calls.get(header(request, 'call-id') ?? '');
    const tag = tagOf(header(request, 'from'));
    // A stranger who has seen the Call-ID has not seen the tags of both.
    if (call === undefined || tag === undefined || tag !== tagOf(call.dialog.remote) || tagOf(header(request, 'to')) !== tagOf(call.dialog.local)) return false;
    switch (request.method) {
      case 'BYE':
        this.#calls.delete(call.dialog.callId);
        answer({ status: 200 });
        call.onBye();
        return true;
      case 'ACK':
        call.onAck?.();
        return true;
      case 'INFO':
        answer({ status: call.onInfo?.(request.body) ?? 200 });
        return true;
      case 'MESSAGE':
        if (call.onMessage === undefined) return false;
        answer({ status: 200 });
        call.onMessage(request.body);
        return true;
      default:
        return false;
    }
  }
}

function tagOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : parseAddress(address).parameters.get('tag');
}
