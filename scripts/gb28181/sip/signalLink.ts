import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { readSip, SipTextError, writeSip, type SipText } from './sipText.ts';

export type SignalPlace = { readonly host: string; readonly port: number };

/** The way of a device's SIP messages to its server and back. */
export interface SignalLink {
  readonly protocol: 'UDP' | 'TCP';
  /** Own end, as the server would see it were there no NAT. */
  readonly own: SignalPlace;
  send(message: SipText): void;
  /** Bytes as they are, for what a broken device sends. */
  sendRaw(bytes: Buffer): void;
  /** Idempotent. */
  close(): void;
}

type Options = { readonly server: SignalPlace; readonly protocol: 'UDP' | 'TCP'; readonly onMessage: (message: SipText) => void; /** What came is no SIP, or the connection broke. */ readonly onTrouble: (why: string) => void };

/** Errors: the server's address cannot be reached (TCP: nobody listens). */
export function openSignalLink(options: Options): Promise<SignalLink> {
  return options.protocol === 'UDP' ? overUdp(options) : overTcp(options);
}

async function overUdp({ server, onMessage, onTrouble }: Options): Promise<SignalLink> {
  const socket = createSocket('udp4');
  socket.on('error', (error: NodeJS.ErrnoException) => onTrouble(error.code === 'ECONNREFUSED' ? '平台没有在该地址和端口上收 UDP' : error.message));
  // Connected, so that the system chooses the own address; whoever else sends is not heard.
  socket.connect(server.port, server.host);
  await once(socket, 'connect');
  socket.on('message', (bytes) => {
    try {
      const read = readSip(bytes, { isStream: false });
      if (read !== null) onMessage(read.message);
    } catch (error) {
      if (!(error instanceof SipTextError)) throw error;
      onTrouble(error.message);
    }
  });
  const { address, port } = socket.address();
  let open = true;
  const sendRaw = (bytes: Buffer): void => {
    if (open) socket.send(bytes, () => undefined);
  };
  return {
    protocol: 'UDP',
    own: { host: address, port },
    send: (message) => sendRaw(writeSip(message)),
    sendRaw,
    close: () => {
      if (open) socket.close();
      open = false;
    },
  };
}

async function overTcp({ server, onMessage, onTrouble }: Options): Promise<SignalLink> {
  const socket = createConnection(server);
  await once(socket, 'connect');
  let rest: Buffer = Buffer.alloc(0);
  socket.on('error', (error) => onTrouble(error.message));
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    try {
      for (;;) {
        // Empty lines between messages keep the connection open (RFC 5626).
        while (rest[0] === 13 || rest[0] === 10) rest = rest.subarray(1);
        const read = readSip(rest, { isStream: true });
        if (read === null) return;
        rest = rest.subarray(read.end);
        onMessage(read.message);
      }
    } catch (error) {
      if (!(error instanceof SipTextError)) throw error;
      onTrouble(error.message);
      socket.destroy();
    }
  });
  const sendRaw = (bytes: Buffer): void => {
    if (socket.writable) socket.write(bytes);
  };
  return {
    protocol: 'TCP',
    own: { host: socket.localAddress ?? '127.0.0.1', port: socket.localPort ?? 0 },
    send: (message) => sendRaw(writeSip(message)),
    sendRaw,
    // What was written last, such as the farewell, still goes out.
    close: () => socket.destroySoon(),
  };
}
