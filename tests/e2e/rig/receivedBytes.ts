import type { ConsoleApp } from './consoleApp.ts';
import { until } from './until.ts';

/** Loads the wall windows anew with an eye on their connections, so that what comes in can be counted from outside the product. */
export async function startCounting(app: ConsoleApp): Promise<void> {
  await app.app.context().addInitScript(() => {
    const Connection = globalThis.RTCPeerConnection;
    const connections: RTCPeerConnection[] = [];
    globalThis.RTCPeerConnection = class extends Connection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
    Object.assign(globalThis, { countedConnections: connections });
  });
  await app.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) if (window.webContents.getURL().includes('/apps/wall/')) window.webContents.reload();
  });
  await until('a wall window that counts', async () => (await app.readWalls(() => 'countedConnections' in globalThis, null)).some(({ answer }) => answer), { withinMs: 30_000 });
}

/** What all wall windows receive over WebRTC, kbit/s on average, after a time to settle. */
export async function countReceived(app: ConsoleApp, { settleMs, forMs }: { settleMs: number; forMs: number }): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const before = await bytesReceived(app);
  const from = performance.now();
  await new Promise((resolve) => setTimeout(resolve, forMs));
  const after = await bytesReceived(app);
  return ((after - before) * 8) / (performance.now() - from);
}

async function bytesReceived(app: ConsoleApp): Promise<number> {
  const windows = await app.readWalls(async () => {
    let bytes = 0;
    for (const connection of (globalThis as unknown as { countedConnections: RTCPeerConnection[] }).countedConnections) {
      for (const report of (await connection.getStats()).values()) if ((report as RTCStats).type === 'transport') bytes += (report as RTCTransportStats).bytesReceived ?? 0;
    }
    return bytes;
  }, null);
  return windows.reduce((sum, { answer }) => sum + answer, 0);
}
