import { createHash, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Server } from 'node:https';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { fastify, LogController, type FastifyBaseLogger, type FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import type { Page, Service } from '../ports/page.ts';
import type { Certificates } from './certificates.ts';
import { COMMON_HEADERS, fieldPolicy } from './securityHeaders.ts';
import { addressOf, serve } from './services.ts';

const REQUEST_TIMEOUT_MS = 15_000;
/** The built field page lies here in the folder of built pages, beside the assets it shares with the others. */
const FIELD_PAGE = 'apps/field/';

export type Health = { readonly workers: number; readonly alive: number; readonly sessions: number; readonly uptimeS: number };

type Options = {
  readonly certificates: Certificates;
  readonly fieldDir: string;
  readonly metrics: Registry;
  readonly metricsToken: string | null;
  readonly health: () => Health;
  /** What other rooms answer, each at its one path. */
  readonly pages?: readonly Page[];
  /** What other rooms serve to programs. */
  readonly services?: readonly Service[];
  readonly log: FastifyBaseLogger;
};

export interface HttpServer {
  /** For the upgrade of sockets. */
  readonly server: Server;
  /** Answers the port. Errors: whatever the system says, such as EADDRINUSE. */
  listen(options: { host: string; port: number }): Promise<number>;
  /** New connections get this certificate. */
  setCertificates(certificates: Certificates): void;
  close(): Promise<void>;
}

/** HTTPS: health, figures, the authority's certificate and the field page. */
export async function createHttpServer(options: Options): Promise<HttpServer> {
  const { certificates, metrics, health } = options;
  const app = fastify({
    https: { ...tlsOf(certificates), minVersion: 'TLSv1.2' },
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_TIMEOUT_MS,
    bodyLimit: 1_024,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: false },
  });

  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) {
      if (!reply.hasHeader(name)) {
        reply.header(name, value);
      }
    }
    if (request.url.startsWith('/field/')) {
      reply.header('content-security-policy', fieldPolicy(request.headers.host));
    }
  });
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'notFound' }));
  app.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      // Behind the question mark an identity provider writes its codes.
      request.log.error({ err: error, path: request.url.split('?')[0] }, 'http request failed');
    }
    return reply.code(status).send({ error: status >= 500 ? 'internal' : 'badRequest' });
  });

  app.get('/healthz', (_, reply) => {
    const state = health();
    const status = state.alive === 0 ? 'down' : state.alive < state.workers ? 'degraded' : 'ok';
    return reply.code(state.alive === 0 ? 503 : 200).header('cache-control', 'no-store').send({ status, ...state });
  });
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, options.metricsToken)) {
      return reply.code(403).send({ error: 'forbidden' });
    }
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
  app.get('/ca.crt', (_, reply) =>
    reply.type('application/x-x509-ca-cert').header('content-disposition', 'attachment; filename="command-hall-ca.crt"').send(certificates.authorityPem),
  );
  for (const page of options.pages ?? []) {
    app.get(page.path, async (request, reply) => {
      const { status, html } = await page.handle({ url: new URL(request.url, 'https://hall.invalid'), remoteAddress: addressOf(request) });
      return reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
    });
  }
  for (const service of options.services ?? []) {
    await app.register(async (scope) => serve(scope, service));
  }
  app.get('/field', (_, reply) => reply.redirect('/field/'));
  app.get('/field/', (_, reply) => reply.redirect(`/field/${FIELD_PAGE}`));
  // The pages may be built after the hall was started, or not at all on a hall without phones.
  await app.register(fastifyStatic, {
    root: options.fieldDir,
    prefix: '/field/',
    wildcard: true,
    list: false,
    redirect: false,
    dotfiles: 'ignore',
    index: 'index.html',
    suppressWarning: true,
    allowedPath: (pathName) => isFieldFile(pathName),
  });

  return {
    server: app.server,
    async listen({ host, port }) {
      if (!existsSync(path.join(options.fieldDir, FIELD_PAGE, 'index.html'))) {
        options.log.warn({ fieldDir: options.fieldDir }, 'the field page is not built; phones cannot join');
      }
      await app.listen({ host, port, ipv6Only: false });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    },
    setCertificates: (fresh) => app.server.setSecureContext(tlsOf(fresh)),
    close: () => app.close(),
  };
}

function tlsOf({ server, authorityPem }: Certificates): { key: string; cert: string } {
  return { key: server.keyPem, cert: server.certificatePem + authorityPem };
}

/** The console's and the wall's pages are for the app alone. */
function isFieldFile(pathName: string): boolean {
  const name = pathName.replace(/^\/+/, '');
  return !name.startsWith('apps/') || name.startsWith(FIELD_PAGE);
}

function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  const address = request.socket.remoteAddress ?? '';
  if (/^(::ffff:)?127\.|^::1$/.test(address)) {
    return true;
  }
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  // Hashes have one length, so that the comparison tells nothing about the token.
  return token !== null && given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
