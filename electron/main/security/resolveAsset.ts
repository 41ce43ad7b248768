import path from 'node:path';
import { isAppUrl } from './appOrigin.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/geo+json; charset=utf-8',
  '.pmtiles': 'application/octet-stream',
  '.pbf': 'application/x-protobuf',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
};

type Asset = { readonly file: string; readonly mediaType: string };

/**
 * Finds the file behind an `app://hall/…` URL inside `root`; null for anything else: another host, a path that
 * leads out of the folder in any spelling, a kind of file the product does not ship.
 */
export function resolveAsset(root: string, url: string): Asset | null {
  if (!isAppUrl(url)) return null;
  const decoded = decodePath(new URL(url).pathname);
  if (decoded === null) return null;
  const file = path.resolve(root, `.${decoded}`);
  const inside = path.relative(root, file);
  if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) return null;
  const mediaType = MEDIA_TYPES[path.extname(file).toLowerCase()];
  return mediaType === undefined ? null : { file, mediaType };
}

/** Null where a decoded path still hides a separator, an escape, a drive or a step upwards. */
function decodePath(pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (/[\\\0:%]/.test(decoded)) return null;
  return decoded.split('/').includes('..') ? null : decoded;
}
