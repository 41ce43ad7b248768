import { pino } from 'pino';
import type { RotatingFile } from './RotatingFile.ts';

/** Details first, then what happened, as pino has it. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** JSON lines into the log file and onto standard output, where a service manager picks them up. */
export function createLog(file: RotatingFile): Log {
  // A closed pipe on standard output must not take the wall down.
  process.stdout.on('error', () => undefined);
  const options = {
    base: { process: 'console-main' },
    serializers: { cause: pino.stdSerializers.err },
    formatters: { level: (level: string) => ({ level }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(options, {
    write: (line: string) => {
      file.write(line);
      process.stdout.write(line);
    },
  });
}
