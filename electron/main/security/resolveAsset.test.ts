import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveAsset } from './resolveAsset.ts';

const root = '/opt/hall/out/renderer';

describe('resolveAsset', () => {
  it('finds pages and their files, with the right kind', () => {
    expect(resolveAsset(root, 'app://hall/apps/wall/index.html?x=1#y')).toEqual({
      file: `${root}/apps/wall/index.html`,
      mediaType: 'text/html; charset=utf-8',
    });
    expect(resolveAsset(root, 'app://hall/assets/map-1a2b.js')?.mediaType).toMatch(/^text\/javascript/);
    expect(resolveAsset(root, 'app://hall/assets/%E5%9B%BE.png')?.file).toBe(`${root}/assets/图.png`);
  });

  it.each([
    'app://hall/..%2fmain%2findex.js',
    'app://hall/..%5cmain%5cindex.js',
    'app://hall/%252e%252e%252fmain/index.js',
    'app://hall/assets/..%2f..%2f..%2fetc/passwd.json',
    'app://hall/C:/windows/win.json',
    'app://hall/a%00.html',
    'app://hall/%E0%A4%A.html',
    'app://hall/',
    'app://hall/apps/wall/',
    'app://hall/secret.pem',
    'app://hall/noext',
    'app://other/apps/wall/index.html',
    'app://user@hall/apps/wall/index.html',
    'file:///opt/hall/out/renderer/apps/wall/index.html',
    'https://hall/apps/wall/index.html',
    'not a url',
  ])('refuses %s', (url) => {
    expect(resolveAsset(root, url)).toBeNull();
  });

  it.each(['app://hall/../main/index.js', 'app://hall/%2e%2e/%2e%2e/main/index.js'])(
    'stays inside with %s, whose steps upwards the URL parser has taken out',
    (url) => {
      expect(resolveAsset(root, url)?.file).toBe(`${root}/main/index.js`);
    },
  );

  it('never leads out of its folder', () => {
    const piece = fc.constantFrom('..', '%2e%2e', '.', '/', '%2f', '\\', '%5c', '%25', 'a', '%00', ':', '.html', '.js');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const asset = resolveAsset(root, `app://hall/${pieces.join('')}`);
        expect(asset === null || asset.file.startsWith(`${root}/`)).toBe(true);
      }),
    );
  });
});
