import { HeadedPipe } from './ffmpeg/headedPipe.ts';
import type { RunProgram } from './ffmpeg/program.ts';
import { scriptedInput } from './ffmpeg/streamInput.ts';
import type { Inlet } from './inlet.ts';
import { faultOfProgram, StreamFault } from './streamFault.ts';

const LATENCY_US = '200000';

/**
 * Listens on the source's own port for an encoder that knows its key, which is also what the stream is encrypted with (AES-128).
 * One encoder at a time: a second one finds nobody listening. What comes is handed on as it is.
 */
export function createSrtInlet({ host, port, key, run }: { readonly host: string; readonly port: number; readonly key: string; readonly run: RunProgram }): Inlet {
  return {
    open: async (signal) => {
      const { arguments: words, body, secrets } = scriptedInput({
        address: `srt://${host.includes(':') ? `[${host}]` : host}:${port}?mode=listener`,
        options: { passphrase: key, pbkeylen: '16', latency: LATENCY_US, analyzeduration: '1500000' },
        secrets: [key],
      });
      const listener = run({
        name: 'ffmpeg',
        arguments: ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', ...words, '-map', '0:v:0?', '-map', '0:a:0?', '-c', 'copy', '-f', 'mpegts', '-flush_packets', '1', 'pipe:1'],
        secrets,
      });
      listener.stdin.end(body);
      const stop = (): void => listener.kill();
      signal.addEventListener('abort', stop, { once: true });
      const pipe = new HeadedPipe(stop);
      const close = async (): Promise<void> => {
        signal.removeEventListener('abort', stop);
        stop();
        await listener.ended;
        pipe.end();
      };
      const arrived = new Promise<true>((resolve) => {
        listener.stdout.on('data', (bytes: Buffer) => {
          pipe.write(bytes);
          resolve(true);
        });
      });
      void listener.ended.then(() => pipe.end());
      if (signal.aborted) stop();
      if ((await Promise.race([arrived, listener.ended])) !== true) {
        await close();
        throw portFault(listener.said(), port);
      }
      return { input: { arguments: ['-f', 'mpegts', '-analyzeduration', '1500000', '-i', 'pipe:0'], body: pipe, secrets, parameterSets: 'dump_extra=freq=keyframe' }, close };
    },
    close: () => undefined,
  };
}

/** libsrt does not say that a port is taken: it only cannot open it. */
function portFault(said: string, port: number): StreamFault {
  const fault = faultOfProgram(said, 'failed');
  return fault.fault === 'failed' && /connection setup failure|bind|Operation not supported/i.test(said) ? new StreamFault('noPort', `UDP ${port}`) : fault;
}
