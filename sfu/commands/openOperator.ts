import { accessSync, constants, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../config/loadConfig.ts';
import type { Config } from '../config/schema.ts';
import { PlaceError } from './explain.ts';
import { mintOperatorToken } from '../identity/tokenAuthority.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { HallSocket } from '../operator/hallSocket.ts';
import { openOperatorLink, type OperatorLink } from '../operator/operatorLink.ts';
import { runCommand } from './runCommand.ts';

/** Where a hall of this machine is: its storage folder and `https://host:port` on the machine itself. */
export type HallPlace = { readonly storageDir: string; readonly url: string };

/** Connects to the running hall as an operator, with the key in its storage folder. Errors: PlaceError, AppError. */
export async function openOperator({ storageDir, url }: HallPlace): Promise<OperatorLink> {
  const caPem = readAuthority(storageDir);
  expectFile(storageDir, 'token-key.pem');
  const mintToken = (hallId: string) => mintOperatorToken({ hallId, key: openSigningKey(storageDir, 'token'), name: userInfo().username, now: Date.now() });
  return openOperatorLink({ url, caPem, mintToken });
}

/** Connects to the running hall as someone it does not know yet. Errors: PlaceError, AppError. */
export async function openGuest({ storageDir, url }: HallPlace): Promise<HallSocket> {
  return HallSocket.open({ url, caPem: readAuthority(storageDir) });
}

function readAuthority(storageDir: string): string {
  return readFileSync(expectFile(storageDir, 'tls/ca.crt'), 'utf8');
}

/** A file that every hall has in its folder; opening a key that is not there would make one. Errors: PlaceError. */
export function expectFile(storageDir: string, name: string): string {
  const file = path.join(storageDir, name);
  try {
    accessSync(file, constants.R_OK);
    return file;
  } catch (cause) {
    const denied = cause instanceof Error && 'code' in cause && (cause.code === 'EACCES' || cause.code === 'EPERM');
    throw new PlaceError(denied
      ? `无权读取存储目录 ${storageDir}，请用运行大厅的系统账号执行本命令。`
      : `${storageDir} 不是指挥中心的存储目录，或指挥中心从未启动过：其中没有 ${name}。请检查 HALL_STORAGE_DIR，或先用 npm run hall 启动。`, { cause });
  }
}

/** The hall that these settings describe, as it is reached from its own machine. */
export function placeOf({ storageDir, listenHost, port }: Config): HallPlace {
  const host = ['0.0.0.0', '::'].includes(listenHost) ? '127.0.0.1' : listenHost;
  return { storageDir, url: `https://${host.includes(':') ? `[${host}]` : host}:${port}` };
}

/** Runs one command line against the running hall. */
export function runWithHall(usage: string, run: (args: readonly string[], link: OperatorLink, config: Config) => Promise<string>): Promise<void> {
  return runCommand(usage, async (args) => {
    const config = loadConfig();
    const link = connectedWhenUsed(() => openOperator(placeOf(config)));
    try {
      return await run(args, link, config);
    } finally {
      link.close();
    }
  });
}

/** Wrong words are told without a hall. */
function connectedWhenUsed(open: () => Promise<OperatorLink>): OperatorLink {
  let opened: Promise<OperatorLink> | undefined;
  const link = () => (opened ??= open());
  return {
    request: async (name, input) => (await link()).request(name, input),
    snapshot: async () => (await link()).snapshot(),
    guest: async () => (await link()).guest(),
    // What could not be opened has said so to whoever used it.
    close: () => void opened?.then((one) => one.close(), () => undefined),
  };
}
