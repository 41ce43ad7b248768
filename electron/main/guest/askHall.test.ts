import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { issueCertificate, type Issued } from '../security/certificateBuilder.ts';
import { askHall } from './askHall.ts';
import { probeHall } from './probeHall.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => {
  server.closeAllConnections();
  server.close();
}));

const DAY = 86_400_000;
const inForce = { fromAt: Date.now() - DAY, untilAt: Date.now() + DAY };
const authority = issueCertificate({ name: 'Hall CA', ca: true, ...inForce });
const leaf = issueCertificate({ name: 'hall', issuer: authority, hosts: ['127.0.0.1'], ...inForce });
const fingerprintOf = ({ der }: Issued) => createHash('sha256').update(der).digest('hex');
const keyOf = ({ key }: Issued) => key.export({ type: 'pkcs8', format: 'pem' });

async function startHall(answer: ((id: number, method: string, data: unknown) => unknown) | null) {
  const server = createServer({ key: keyOf(leaf), cert: leaf.pem + authority.pem }, (_, response) => response.end('hello'));
  servers.push(server);
  const origins: (string | undefined)[] = [];
  if (answer !== null) {
    new WebSocketServer({ server, path: '/signal' }).on('connection', (socket, request) => {
      origins.push(request.headers.origin);
      socket.on('message', (bytes: Buffer) => {
        const { id, method, data } = JSON.parse(bytes.toString()) as { id: number; method: string; data: unknown };
        socket.send(JSON.stringify(answer(id, method, data)));
      });
    });
  }
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return { server, origins, address: { url: `https://127.0.0.1:${port}`, caFingerprint: fingerprintOf(authority) } };
}

const welcome = (id: number) => ({ id, ok: true, data: { hallId: 'h', hallName: '指挥中心', oidcName: null, serverAt: 1 } });

describe('asking a hall that is not saved yet', () => {
  it('tells its name, as the console', async () => {
    const hall = await startHall(welcome);
    expect(await probeHall(hall.address)).toEqual({ outcome: 'reached', hallName: '指挥中心' });
    expect(hall.origins).toEqual(['app://hall']);
  });

  it('trusts the pinned CA alone, and asks nothing of anyone else', async () => {
    const hall = await startHall(welcome);
    const foreign = fingerprintOf(issueCertificate({ name: 'Other CA', ca: true, ...inForce }));
    expect(await probeHall({ ...hall.address, caFingerprint: foreign })).toEqual({ outcome: 'wrongCertificate' });
    expect(hall.origins).toEqual([]);
  });

  it('tells a machine that is away from one that is no hall', async () => {
    const page = await startHall(null);
    expect(await probeHall(page.address)).toEqual({ outcome: 'notAHall' });
    const odd = await startHall((id) => ({ id, ok: true, data: { name: 7 } }));
    expect(await probeHall(odd.address)).toEqual({ outcome: 'notAHall' });
    odd.server.close();
    odd.server.closeAllConnections();
    expect(await probeHall(odd.address)).toEqual({ outcome: 'away' });
  });

  it('hands on why a code was refused', async () => {
    const hall = await startHall((id, _method, data) => ({ id, ok: false, error: { code: 'codeInvalid', params: { of: (data as { code: string }).code } } }));
    const asked = askHall(hall.address, 'session.redeemCode', { code: '4F7K-29QX', client: { name: 'desk', version: '1' } });
    await expect(asked).rejects.toMatchObject({ code: 'codeInvalid', params: { of: '4F7K-29QX' } });
  });
});
