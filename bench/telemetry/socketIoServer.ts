/** The peer: takes fixes and tells each to everyone, as the first page of socket.io's guide does. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Server } from 'socket.io';
import { answerParent } from '../harness/askedChild.ts';

const asks = {
  /** Answers the port. The certificate is the hall's own. */
  async listen({ storageDir }: { storageDir: string }): Promise<number> {
    const tls = (name: string) => readFileSync(path.join(storageDir, 'tls', name));
    const server = createServer({ key: tls('server.key'), cert: Buffer.concat([tls('server.crt'), tls('ca.crt')]) });
    const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false });
    io.on('connection', (socket) => {
      socket.on('follow', (enabled: boolean, done: () => void) => {
        void (enabled ? socket.join('consoles') : socket.leave('consoles'));
        done();
      });
      socket.on('fix', (fix: unknown) => io.to('consoles').emit('fix', fix));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  },
};
export type SocketIoServerAsks = typeof asks;

answerParent(asks);
