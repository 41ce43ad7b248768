/** What the link needs of a socket: a browser's WebSocket has it, and so has the one of the `ws` package in Node. */
export interface WebSocketLike {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

export type CreateSocket = (wssUrl: string) => WebSocketLike;

/** Takes the handlers off and closes; a socket under construction may throw, which ends it as well. */
export function discardSocket(socket: WebSocketLike): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  // Kept: Node's sockets throw an error event that nobody listens to.
  socket.onerror = () => undefined;
  try {
    socket.close(1000);
  } catch {
    // Already dead: nothing is left to close.
  }
}
