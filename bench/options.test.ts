import { describe, expect, it } from 'vitest';
import { BENCH_NAMES, BenchOptionError, LONG_BENCHES, readBenchOptions } from './options.ts';

describe('bench options', () => {
  it('run everything three times unless told otherwise', () => {
    expect(readBenchOptions([])).toEqual({ names: BENCH_NAMES.filter((name) => !LONG_BENCHES.includes(name)), rounds: 3, minutes: 30, jsonFile: null });
  });

  it('take names from both spellings, each once, in the order of the table', () => {
    expect(readBenchOptions(['start', '--only', 'join,start', '--rounds', '5', '--json', 'out.json'])).toEqual({
      names: ['join', 'start'],
      rounds: 5,
      minutes: 30,
      jsonFile: 'out.json',
    });
  });

  it.each([[['jion'], 'no bench "jion"'], [['--rounds', '0'], 'from 1 to 50, not "0"'], [['--rounds', 'x'], 'not "x"'], [['--fast'], '--fast'], [['leak', '--minutes', '0'], 'not "0"']])(
    'refuse %j',
    (commandLine, message) => {
      expect(() => readBenchOptions(commandLine)).toThrow(BenchOptionError);
      expect(() => readBenchOptions(commandLine)).toThrow(message);
    },
  );
});
