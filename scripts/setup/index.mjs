// @ts-check
/** The door of the set-up. Its types for TypeScript are in index.d.mts. */
export { electronEnvironment, electronRuntime } from './electron/runtime.mjs';
export { mediasoupWorker } from './mediasoup/worker.mjs';
export { nodeExecutable } from './npm/node.mjs';
