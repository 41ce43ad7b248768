import { describe, expect, it } from 'vitest';
import { BENCH_NAMES, BenchOptionError, readBenchOptions } from './options.ts';

describe('bench options', () => {
  it('run everything three times unless told otherwise', () => {
    expect(readBenchOptions([])).toEqual({ names: BENCH_NAMES, rounds: 3, jsonFile: null });
  });

  it('take names from both spellings, each once, in the order of the table', () => {
    expect(readBenchOptions(['start', '--only', 'join,start', '--rounds', '5', '--json', 'out.json'])).toEqual({
      names: ['join', 'start'],
      rounds: 5,
      jsonFile: 'out.json',
    });
  });

  it.each([[['jion'], 'no bench "jion"'], [['--rounds', '0'], 'from 1 to 50, not "0"'], [['--rounds', 'x'], 'not "x"'], [['--fast'], '--fast']])(
    'refuse %j',
    (commandLine, message) => {
      expect(() => readBenchOptions(commandLine)).toThrow(BenchOptionError);
      expect(() => readBenchOptions(commandLine)).toThrow(message);
    },
  );
});
