import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Service } from '../ports/page.ts';

/** One service below its prefix, in a scope of its own: it alone reads bodies of any type. */
export function serve(scope: FastifyInstance, { prefix, maxBodyBytes, handle }: Service): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body));
  const options = {
    method: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const,
    bodyLimit: maxBodyBytes,
    exposeHeadRoute: false,
  };
  for (const url of [prefix, `${prefix}/*`]) {
    scope.route({
      ...options,
      method: [...options.method],
      url,
      handler: async (request, reply) => {
        const { status, headers, body } = await handle({
          method: request.method,
          path: (request.url.split('?')[0] ?? '').slice(prefix.length),
          headers: headersOf(request),
          body: typeof request.body === 'string' ? request.body : '',
          remoteAddress: addressOf(request),
        });
        return reply.code(status).headers({ 'cache-control': 'no-store', ...headers }).send(body);
      },
    });
  }
}

function headersOf({ headers }: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}

/** As signalling writes it: IPv4-mapped addresses as IPv4. */
export function addressOf({ socket }: FastifyRequest): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}
