import { readFile } from 'node:fs/promises';
import { net, protocol, type Session } from 'electron';
import { APP_SCHEME } from './appOrigin.ts';
import { contentSecurityPolicy, type ReachableHosts } from './contentSecurityPolicy.ts';
import { resolveAsset } from './resolveAsset.ts';

/** Must run before the app is ready. No `bypassCSP`, no `allowServiceWorkers`, no CORS of its own. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

type AppSchemeOptions = {
  /** Folder of the built pages. */
  readonly root: string;
  readonly hosts: () => ReachableHosts;
  /** Vite's server in place of the folder; null in every packaged app. */
  readonly developmentUrl: string | null;
};

/** Serves the product's pages to one session. */
export function serveAppScheme(session: Pick<Session, 'protocol'>, options: AppSchemeOptions): void {
  session.protocol.handle(APP_SCHEME, (request) => answerAppRequest(request, options));
}

/** Answers one `app://` request; 404 says nothing about why. */
export async function answerAppRequest(request: Request, options: AppSchemeOptions): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
  const headers = {
    'content-security-policy': contentSecurityPolicy(options.hosts(), options.developmentUrl),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  };
  if (options.developmentUrl !== null) return fromDevelopment(request.url, options.developmentUrl, headers);
  const asset = resolveAsset(options.root, request.url);
  if (asset === null) return new Response(null, { status: 404, headers });
  try {
    const body = await readFile(asset.file);
    return new Response(body, { headers: { ...headers, 'content-type': asset.mediaType } });
  } catch {
    return new Response(null, { status: 404, headers });
  }
}

async function fromDevelopment(url: string, developmentUrl: string, headers: Record<string, string>): Promise<Response> {
  const { pathname, search } = new URL(url);
  const reply = await net.fetch(new URL(`${pathname}${search}`, developmentUrl).href);
  const contentType = reply.headers.get('content-type') ?? 'application/octet-stream';
  return new Response(reply.body, { status: reply.status, headers: { ...headers, 'content-type': contentType } });
}
