import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { iconPng } from './iconPng.ts';

const ICON_SIZES = [192, 512];

type Chunk = { readonly imports: readonly string[]; readonly dynamicImports: readonly string[]; readonly viteMetadata?: { readonly importedCss: ReadonlySet<string>; readonly importedAssets: ReadonlySet<string> } };

/** Everything that a chunk needs to run, itself included; names as in the bundle. */
export function filesOf(entry: string, chunkOf: (name: string) => Chunk | undefined): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    const chunk = chunkOf(name);
    for (const css of chunk?.viteMetadata?.importedCss ?? []) found.add(css);
    for (const asset of chunk?.viteMetadata?.importedAssets ?? []) found.add(asset);
    for (const next of [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])]) visit(next);
  };
  visit(entry);
  return [...found].toSorted();
}

/** Makes the field page installable: its manifest, its icons, and the worker that opens it while the hall is away. */
export function fieldShell({ folder }: { /** This one; the build's configuration is bundled and does not know where its parts came from. */ readonly folder: string }): Plugin {
  return {
    name: 'field-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const chunkOf = (name: string) => {
        const output = bundle[name];
        return output?.type === 'chunk' ? output : undefined;
      };
      const entry = Object.values(bundle).find((output) => output.type === 'chunk' && output.isEntry && output.name === 'field');
      if (entry === undefined) return;
      const put = (fileName: string, source: string | Uint8Array) => this.emitFile({ type: 'asset', fileName: `apps/field/${fileName}`, source });
      const manifest = readFileSync(path.join(folder, 'manifest.json'), 'utf8');
      put('manifest.webmanifest', manifest);
      for (const size of ICON_SIZES) put(`icon-${size}.png`, iconPng(size));
      const files = ['./', './manifest.webmanifest', ...ICON_SIZES.map((size) => `./icon-${size}.png`), ...filesOf(entry.fileName, chunkOf).map((file) => `../../${file}`)];
      const page = bundle['apps/field/index.html'];
      // Names carry the hashes of what they hold; only the page and the manifest have none.
      const version = createHash('sha256').update(JSON.stringify([files, manifest, page?.type === 'asset' ? String(page.source) : ''])).digest('hex').slice(0, 16);
      const worker = readFileSync(path.join(folder, 'worker.js'), 'utf8');
      put('worker.js', worker.replace('__VERSION__', version).replace('__FILES__', JSON.stringify(files)));
    },
  };
}
