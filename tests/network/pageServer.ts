import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';

export interface PageServer {
  /** `http://127.0.0.1:port`: what the hall must be told to let in. */
  readonly origin: string;
  close(): void;
}

/** Bundles the page of the network tests and serves it on loopback, which browsers take for a secure place. */
export async function startPageServer(): Promise<PageServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'network-pages-'));
  await build({ configFile: false, root: path.resolve(import.meta.dirname, 'pages'), logLevel: 'warn', build: { outDir: folder, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 4_000 } });
  const server = createServer((request, response) => {
    const name = path.posix.normalize(new URL(request.url ?? '/', 'http://page').pathname);
    try {
      const content = readFileSync(path.join(folder, name === '/' ? 'index.html' : name));
      response.writeHead(200, { 'content-type': name.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
