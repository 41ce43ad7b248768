/** `node scripts/bootstrap.mjs outside -- --port 8600`: the simulated police and hotline, until it is stopped. */
import { parseArgs } from 'node:util';
import { OUTSIDE_TOKEN, startOutside } from './outside/startOutside.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8600' } } });
const outside = await startOutside({ port: Number(values.port) });
console.log(`police  ${outside.urlOf('police')}\nhotline ${outside.urlOf('hotline')}\ntoken   ${OUTSIDE_TOKEN}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void outside.close());
}
