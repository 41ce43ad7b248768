import { ratioOf, spreadOf, type Measure, type Spread } from './measure.ts';

const HEAD = ['bench', 'what', 'median (min–max)', 'peer', 'median (min–max)', 'ratio (min–max)'];

/** What a person reads at the end: one line a measure. */
export function describeMeasures(measures: readonly Measure[]): string {
  const rows = measures.map((measure) => {
    const ratio = ratioOf(measure);
    return [
      measure.bench,
      `${measure.what}, ${measure.unit}`,
      spread(spreadOf(measure.ours), readable),
      measure.peer?.name ?? '',
      measure.peer === null ? '' : spread(spreadOf(measure.peer.values), readable),
      ratio === null ? '' : spread(ratio, (value) => value.toFixed(2)),
    ];
  });
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  return [line(HEAD), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

function spread({ median, min, max }: Spread, write: (value: number) => string): string {
  return `${write(median)} (${write(min)}–${write(max)})`;
}

/** Three figures: what follows them differs from run to run. */
function readable(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
