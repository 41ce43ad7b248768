/** `npm run neighbour -- --hall https://… --ca ca.crt --keys keys.json`: the centre of a neighbouring province, by hand or by its manner. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { obey } from './neighbour/byHand.ts';
import { MANNERS } from './neighbour/manners.ts';
import { Neighbour } from './neighbour/neighbour.ts';

const HELP = `npm run neighbour -- [--port 8700] [--hall https://127.0.0.1:4443 --ca ca.crt --keys keys.json] [--manner ${MANNERS.join('|')}]

没有 --hall 时只开通知地址并打印其证书：先在大厅「协作方」中登记它，再把发放的密钥存成 keys.json：
{"partnerId": "…", "token": "cp_…", "sendingSecret": "whsec_…", "receivingSecret": "whsec_…"}`;

const { values } = parseArgs({ options: { port: { type: 'string', default: '8700' }, hall: { type: 'string' }, ca: { type: 'string' }, keys: { type: 'string' }, manner: { type: 'string', default: 'silent' }, help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const neighbour = await Neighbour.start({ port: Number(values.port) });
neighbour.manner = z.enum(MANNERS).parse(values.manner);
neighbour.onTold = (told) => console.log(`${told.taskId} ${told.number ?? ''} #${told.sequence} ${told.stepName ?? told.what} → ${told.stateName}`);
console.log(`通知地址 ${neighbour.webhookUrl}\n${neighbour.authorityPem}`);
if (values.hall === undefined || values.ca === undefined || values.keys === undefined) {
  console.log(HELP);
} else {
  const keys = z.object({ partnerId: z.uuid(), token: z.string(), sendingSecret: z.string(), receivingSecret: z.string() }).parse(JSON.parse(readFileSync(values.keys, 'utf8')));
  neighbour.connect({ hall: values.hall.replace(/\/$/, ''), authorityPem: readFileSync(values.ca, 'utf8'), keys });
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => void obey(line, neighbour).then((said) => console.log(said), (error: unknown) => console.log(error instanceof Error ? error.message : String(error))));
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void neighbour.close().then(() => process.exit(0)));
}
