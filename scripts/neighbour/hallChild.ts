import { startTestHall } from '../../sfu/testing/testHall.ts';

/** What the hall says when it is there: how it is reached. */
export type HallIsUp = { readonly url: string; readonly port: number; readonly caCertificatePem: string };

/** A hall of its own process, to be killed. */
const [storageDir = '', rulesDir = ''] = process.argv.slice(2);
const { hall: { url, port, caCertificatePem } } = await startTestHall({ storageDir, config: { rulesDir } });
console.log(JSON.stringify({ url, port, caCertificatePem } satisfies HallIsUp));
