import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Service } from '../ports/page.ts';

/** One service below its prefix, in a scope of its own: it alone reads bodies of any type. */
export function serve(scope: FastifyInstance, { prefix, maxBodyBytes, refuse, unread, handle }: Service): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body));
  const headOf = (request: FastifyRequest) => {
    const [path = '', query = ''] = request.url.split('?', 2);
    return { method: request.method, path: path.slice(prefix.length), query, headers: headersOf(request), remoteAddress: addressOf(request) };
  };
  if (refuse !== undefined) {
    scope.addHook('onRequest', async (request, reply) => {
      const refused = await refuse(headOf(request));
      // What the other side still sends nobody reads: the connection ends with the answer.
      return refused === null ? undefined : reply.code(refused.status).headers({ 'cache-control': 'no-store', connection: 'close', ...refused.headers }).send(refused.body);
    });
  }
  if (unread !== undefined) {
    scope.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      const { status, headers, body } = unread(error.statusCode ?? 500);
      return reply.code(status).headers({ 'cache-control': 'no-store', ...headers }).send(body);
    });
  }
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
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { status, headers, body } = await handle({ ...headOf(request), bytes, body: bytes.toString('utf8') });
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
