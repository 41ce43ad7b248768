import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { fieldShell } from './scripts/build/field/fieldShell.ts';

const root = import.meta.dirname;
const at = (...parts: string[]) => path.join(root, ...parts);

// Sizes at the machine that runs this, not over a network: a large chunk is no news.
const chunkSizeWarningLimit = 4_000;

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: 'node20',
      // Everything goes into the bundle: the packaged app carries no node_modules.
      externalizeDeps: false,
      sourcemap: true,
      rollupOptions: {
        input: { index: at('electron/main/index.ts') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      target: 'node20',
      // A sandboxed preload is one CommonJS file that may require electron and nothing else.
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { desk: at('electron/preload/desk.ts'), wall: at('electron/preload/wall.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    // Relative, because the same build is served at app://hall/ and, for phones, by the hall at /field/.
    base: './',
    plugins: [react(), fieldShell({ folder: at('scripts/build/field') })],
    worker: { format: 'es' },
    build: {
      outDir: at('out/renderer'),
      // What both Chromium 130 in the app and Safari 17 on a phone understand.
      target: 'es2023',
      minify: true,
      chunkSizeWarningLimit,
      rollupOptions: {
        input: {
          console: at('renderer/apps/console/index.html'),
          wall: at('renderer/apps/wall/index.html'),
          recovering: at('renderer/apps/wall/recovering.html'),
          field: at('renderer/apps/field/index.html'),
        },
      },
    },
  },
});
