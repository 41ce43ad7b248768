import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that is not the hall's: anything that reaches it has got out of the app. */
export type ForeignServer = {
  readonly url: string;
  /** What was asked for, in order: method and path. */
  readonly visits: readonly string[];
  close(): Promise<void>;
};

export async function startForeignServer(): Promise<ForeignServer> {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(`${request.method} ${request.url}`);
    // As welcoming as can be: what stops a page must be the app, not this server.
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' }).end('<title>elsewhere</title>');
  });
  server.on('upgrade', (request, socket) => {
    visits.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
