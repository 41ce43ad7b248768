import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import type { HallAddress } from '../../../../scripts/demo/hallProcess.ts';

/** The end of a socket: the status that refused its upgrade, or the code that closed it. */
export type SocketEnd = { readonly refusedWith: number } | { readonly closedWith: number; readonly heard: readonly string[] };

/** Opens a socket at a running hall, says one thing and waits for the end. Errors: says that there was none in time. */
export function tellHall(address: HallAddress, options: { origin?: string; say: string; withinMs?: number }): Promise<SocketEnd> {
  const url = `${address.url.replace(/^https/, 'wss')}/signal`;
  const socket = new WebSocket(url, { ca: address.caPem, ...(options.origin === undefined ? {} : { origin: options.origin }) });
  const heard: string[] = [];
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      reject(new Error(`The hall left the socket open; it said: ${heard.join(' ')}`));
      socket.terminate();
    }, options.withinMs ?? 10_000);
    const end = (how: SocketEnd) => {
      clearTimeout(limit);
      resolve(how);
      socket.terminate();
    };
    socket.on('unexpected-response', (_request, response) => end({ refusedWith: response.statusCode ?? 0 }));
    socket.on('open', () => socket.send(options.say));
    socket.on('message', (data) => heard.push((data as Buffer).toString()));
    socket.on('close', (code) => end({ closedWith: code, heard }));
    // A close or a refusal follows, or the limit speaks.
    socket.on('error', () => undefined);
  });
}

/** A hello of a desk. */
export function helloFrame(token: string): string {
  return JSON.stringify({
    id: 1,
    method: 'session.hello',
    data: { protocolVersion: PROTOCOL_VERSION, client: { name: 'test', version: '1' }, token, purpose: 'desk' },
  });
}
