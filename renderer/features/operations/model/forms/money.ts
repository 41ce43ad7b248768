const WAN_FEN = 1_000_000;
const MOST_FEN = 100_000_000_000_000;

/** `1,234,567.89`, `￥1234`, `123.46万` as people type yuan → fen. Undefined: no amount; null: nothing was typed. */
export function parseYuan(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').replaceAll(/[\s,¥元]/gu, '');
  if (plain === '') {
    return null;
  }
  const match = /^(\d{1,14})(?:\.(\d{1,6}))?(万?)$/.exec(plain);
  if (match === null) {
    return undefined;
  }
  const [, whole = '', fraction = '', wan = ''] = match;
  // By digits, not by multiplying: no amount may lose a fen.
  const places = wan === '' ? 2 : 6;
  if (fraction.length > places) {
    return undefined;
  }
  const fen = Number(whole + fraction.padEnd(places, '0'));
  return Number.isSafeInteger(fen) && fen <= MOST_FEN ? fen : undefined;
}

/** `￥1,234,567.89`. */
export function formatYuan(fen: number): string {
  const [whole, rest] = [Math.floor(fen / 100), fen % 100];
  return `￥${whole.toLocaleString('en-US')}.${String(rest).padStart(2, '0')}`;
}

/** For a scoreboard: `123.46万元` from 10,000 yuan on, in Chinese. */
export function formatAmount(fen: number, locale: string): string {
  return locale === 'en' || fen < WAN_FEN ? formatYuan(fen) : `${(Math.round(fen / 10_000) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}万元`;
}
