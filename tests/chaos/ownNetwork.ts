import { execFileSync, spawn } from 'node:child_process';

const NAMESPACE = 'hall-chaos';
const OUTSIDE = 'hallchaos0';
const INSIDE = 'hallchaos1';
const ADDRESS = '10.231.7.2';
const GATEWAY = '10.231.7.1';
const MARK = 'HALL_CHAOS_INSIDE';
/** Of the hall, its media and its ingest (`basePort` and the ports after it). */
const HALL_PORTS = '27200-27599';

/** A network namespace in which everything runs, and where the way to the hall can be cut for all at once. Linux, as root. */
export class OwnNetwork {
  private constructor() {}

  /**
   * Runs this program anew in a namespace of its own and answers its exit code; in there, answers the network.
   * Null where no namespace can be made, or nothing that could cut it is installed.
   */
  static async enter(): Promise<OwnNetwork | number | null> {
    if (process.env[MARK] !== undefined) {
      return new OwnNetwork();
    }
    try {
      remove();
      execFileSync('nft', ['--version'], { stdio: 'ignore' });
      make();
    } catch {
      remove();
      return null;
    }
    const child = spawn('ip', ['netns', 'exec', NAMESPACE, process.execPath, ...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit', env: { ...process.env, [MARK]: '1' } });
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    const code = await new Promise<number>((resolve) => {
      child.once('exit', (ended) => resolve(ended ?? 1));
    });
    remove();
    return code;
  }

  /** Nothing reaches the hall and nothing comes from it; sockets stay open, as when a cable is pulled. */
  cut(): void {
    const rules = ['tcp dport', 'tcp sport', 'udp dport', 'udp sport'].map((what) => `add rule inet chaos input ${what} ${HALL_PORTS} drop`);
    nft(['add table inet chaos', 'add chain inet chaos input { type filter hook input priority 0; }', ...rules].join('\n'));
  }

  mend(): void {
    nft('delete table inet chaos');
  }

  /** Idempotent. */
  close(): void {
    try {
      this.mend();
    } catch {
      // It was not cut.
    }
  }
}

/** Chromium gathers no candidates without a default route, so there is one, to nowhere. */
function make(): void {
  ip('netns', 'add', NAMESPACE);
  ip('link', 'add', OUTSIDE, 'type', 'veth', 'peer', 'name', INSIDE);
  ip('link', 'set', INSIDE, 'netns', NAMESPACE);
  ip('link', 'set', OUTSIDE, 'up');
  ip('-n', NAMESPACE, 'link', 'set', 'lo', 'up');
  ip('-n', NAMESPACE, 'address', 'add', `${ADDRESS}/30`, 'dev', INSIDE);
  ip('-n', NAMESPACE, 'link', 'set', INSIDE, 'up');
  ip('-n', NAMESPACE, 'route', 'add', 'default', 'via', GATEWAY);
}

function remove(): void {
  for (const words of [['link', 'delete', OUTSIDE], ['netns', 'delete', NAMESPACE]]) {
    try {
      ip(...words);
    } catch {
      // It was not there.
    }
  }
}

function ip(...words: string[]): void {
  execFileSync('ip', words, { stdio: 'pipe' });
}

function nft(rules: string): void {
  execFileSync('nft', ['-f', '-'], { input: rules, stdio: ['pipe', 'pipe', 'pipe'] });
}
