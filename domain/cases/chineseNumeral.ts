const DIGITS = '一二三四五六七八九';

/** 1 to 99 as 一 … 九十九. */
export function chineseNumeral(value: number): string {
  const tens = Math.floor(value / 10);
  const ten = tens === 0 ? '' : tens === 1 ? '十' : `${DIGITS[tens - 1] ?? ''}十`;
  return ten + (value % 10 === 0 ? '' : (DIGITS[(value % 10) - 1] ?? ''));
}

const VALUES = new Map(Array.from({ length: 99 }, (_, index) => [chineseNumeral(index + 1), index + 1]));

/** NaN for what is not written as `chineseNumeral` writes it. */
export function readChineseNumeral(text: string): number {
  return VALUES.get(text) ?? Number.NaN;
}
