import { execFile } from 'node:child_process';

/** Runs one of the X tools to its end. Throws with what it said, or with what to install when it is not there. */
export function runTool(command: string, args: readonly string[], options: { readonly display: string; readonly limitMs: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      [...args],
      { env: { ...process.env, DISPLAY: options.display }, timeout: options.limitMs, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (error.code === 'ENOENT') reject(new Error(`There is no ${command} on this machine. Run: npm run setup.`));
        else if (error.killed) reject(new Error(`${command} took longer than ${options.limitMs} ms and was ended.`));
        else reject(new Error(`${command} ${args.join(' ')} failed: ${stderr.trim() || error.message}`));
      },
    );
  });
}
