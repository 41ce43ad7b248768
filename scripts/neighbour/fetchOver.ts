import https from 'node:https';

const ANSWER_WITHIN_MS = 20_000;

/** `fetch` that believes one authority alone, as a centre has it from the hall it exchanges tasks with. */
export function fetchOver(authorityPem: string): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const body = Buffer.from(await asked.arrayBuffer());
    return new Promise((resolve, reject) => {
      const request = https.request(asked.url, {
        method: asked.method,
        ca: authorityPem,
        agent: false,
        signal: AbortSignal.any([asked.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
        headers: { ...Object.fromEntries(asked.headers), ...(body.length === 0 ? {} : { 'content-length': String(body.length) }) },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [name, [value ?? ''].flat().join(', ')]);
          resolve(new Response(pieces.length === 0 ? null : Buffer.concat(pieces), { status: response.statusCode ?? 500, headers }));
        });
      });
      request.end(body);
    });
  };
}
