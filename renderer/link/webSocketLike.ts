import { SIGNALLING_PATH } from '#protocol/signallingPath.ts';

type MessageListener = (event: { readonly data: unknown }) => void;
type CloseListener = (event: { readonly code: number }) => void;

/** What the link needs of a socket: a browser's WebSocket has it, and so has the one of the `ws` package in Node. */
export interface WebSocketLike {
  binaryType: string;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: MessageListener): void;
  addEventListener(type: 'close', listener: CloseListener): void;
  removeEventListener(type: 'open', listener: () => void): void;
  removeEventListener(type: 'message', listener: MessageListener): void;
  removeEventListener(type: 'close', listener: CloseListener): void;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

export type CreateSocket = (wssUrl: string) => WebSocketLike;

/** The socket address of the hall at `https://host:port`. */
export function socketAddressOf(url: string): string {
  return `${url.replace(/^http/, 'ws').replace(/\/$/, '')}${SIGNALLING_PATH}`;
}

export function browserSocket(wssUrl: string): WebSocketLike {
  return new WebSocket(wssUrl);
}

export type SocketListeners = {
  readonly open: () => void;
  readonly message: MessageListener;
  readonly close: CloseListener;
};

/** Listens to a new socket. Returns what ends it: nothing is heard of it afterwards, and it closes. */
export function attendSocket(socket: WebSocketLike, listeners: SocketListeners): () => void {
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', listeners.open);
  socket.addEventListener('message', listeners.message);
  socket.addEventListener('close', listeners.close);
  // Never taken off: Node's sockets throw an error that nobody listens to. The close event that follows tells all.
  socket.addEventListener('error', () => undefined);
  return () => {
    socket.removeEventListener('open', listeners.open);
    socket.removeEventListener('message', listeners.message);
    socket.removeEventListener('close', listeners.close);
    try {
      socket.close(1000);
    } catch {
      // Already dead: nothing is left to close.
    }
  };
}
