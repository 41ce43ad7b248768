import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { filesOf } from './fieldShell.ts';
import { iconPng } from './iconPng.ts';

const none = { imports: [], dynamicImports: [] };

describe('the shell of the field page', () => {
  it('is what its entry imports, at once or later, with styles and assets, each once and nobody else’s', () => {
    const chunks: Record<string, Parameters<typeof filesOf>[1] extends (name: string) => infer Chunk ? Chunk : never> = {
      'field.js': { imports: ['base.js'], dynamicImports: ['late.js'], viteMetadata: { importedCss: new Set(['field.css']), importedAssets: new Set(['worklet.js']) } },
      'base.js': { imports: ['field.js'], dynamicImports: [] },
      'late.js': none,
      'console.js': none,
    };
    expect(filesOf('field.js', (name) => chunks[name])).toEqual(['base.js', 'field.css', 'field.js', 'late.js', 'worklet.js']);
  });

  it('has icons of the sizes they say, small enough for a phone’s network', () => {
    for (const size of [192, 512]) {
      const png = iconPng(size);
      expect([png.readUInt32BE(16), png.readUInt32BE(20), png.length < 100_000]).toEqual([size, size, true]);
      const dataBytes = png.readUInt32BE(33);
      expect(inflateSync(png.subarray(41, 41 + dataBytes))).toHaveLength(size * (1 + 3 * size));
    }
  });
});
