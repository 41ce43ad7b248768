import { parseAddress } from './sipFields.ts';
import type { Outgoing } from './sipEndpoint.ts';
import { header, headersOf, type SipHeaders, type SipRequest, type SipResponse } from './sipMessage.ts';

/** A call or a subscription, as both ends know it. */
export type Dialog = {
  readonly callId: string;
  /** From and To of requests that the hall sends in it, with their tags. */
  readonly local: string;
  readonly remote: string;
  readonly target: string;
  readonly routes: readonly string[];
  /** CSeq of the next request. */
  sequence: number;
};

/** That the other side's 2xx began. */
export function dialogOfAnswer(sent: Outgoing, response: SipResponse): Dialog {
  const contact = header(response, 'contact');
  return {
    callId: headerOf(sent.headers, 'call-id'),
    local: headerOf(sent.headers, 'from'),
    remote: header(response, 'to') ?? '',
    target: contact === undefined ? sent.uri : parseAddress(contact).uri,
    routes: headersOf(response, 'record-route').toReversed(),
    sequence: Number(/^\d+/.exec(headerOf(sent.headers, 'cseq'))?.[0] ?? 1) + 1,
  };
}

/** That the other side's request began and the hall took with this tag. */
export function dialogOfRequest(request: SipRequest, toTag: string): Dialog {
  const contact = header(request, 'contact');
  const from = header(request, 'from') ?? '';
  return {
    callId: header(request, 'call-id') ?? '',
    local: `${header(request, 'to') ?? ''};tag=${toTag}`,
    remote: from,
    target: parseAddress(contact ?? from).uri,
    routes: headersOf(request, 'record-route'),
    sequence: 1,
  };
}

/** The next request in it; an ACK has the number of its INVITE. */
export function inDialog(dialog: Dialog, method: string, { headers = [], body }: { readonly headers?: SipHeaders; readonly body?: Buffer } = {}): Outgoing {
  const sequence = method === 'ACK' ? dialog.sequence - 1 : dialog.sequence++;
  return {
    method,
    uri: dialog.target,
    headers: [...dialog.routes.map((route) => ['route', route] as const), ['from', dialog.local], ['to', dialog.remote], ['call-id', dialog.callId], ['cseq', `${sequence} ${method}`], ...headers],
    ...(body === undefined ? {} : { body }),
  };
}

function headerOf(headers: SipHeaders, name: string): string {
  return headers.find(([known]) => known === name)?.[1] ?? '';
}
