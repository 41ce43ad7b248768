import { pino, type DestinationStream, type Logger } from 'pino';

/** The hall's log: one JSON object a line, to stdout. Tokens are blotted out wherever they may stand. */
export function createLogger(options: { level: string; destination?: DestinationStream }): Logger {
  const settings = {
    level: options.level,
    base: { service: 'hall' },
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: ['token', '*.token', '*.*.token', 'headers.authorization', '*.headers.authorization', 'metricsToken', '*.metricsToken'],
      censor: '***',
    },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
