import iconv from 'iconv-lite';

/** What an element holds: text, a number, or elements in their order. A list is written as `<Name Num="n">` with one `<Item>` each. */
export type XmlPart = readonly [name: string, value: string | number | readonly XmlPart[] | { readonly items: readonly (readonly XmlPart[])[] }];
export type XmlEncoding = 'GB2312' | 'GB18030' | 'UTF-8';

/** The body of a MANSCDP message. */
export function writeWords(root: 'Notify' | 'Query' | 'Response' | 'Control', parts: readonly XmlPart[], encoding: XmlEncoding): Buffer {
  return iconv.encode(`<?xml version="1.0" encoding="${encoding}"?>\r\n${element([root, parts])}`, encoding === 'UTF-8' ? 'utf8' : encoding.toLowerCase());
}

export type Words = { readonly root: string; /** Of the first element of that name, however deep; undefined: none, or empty. */ readonly text: (name: string) => string | undefined };

/** Null: no XML. */
export function readWords(body: Buffer): Words | null {
  const declared = /encoding\s*=\s*["']([\w-]+)["']/i.exec(body.toString('latin1', 0, 200))?.[1]?.toLowerCase() ?? 'gb18030';
  const text = iconv.decode(body, declared.startsWith('gb') ? 'gb18030' : 'utf8');
  const root = /<([A-Za-z]\w*)[\s>]/.exec(text.replace(/^\s*<\?[^>]*\?>/, ''))?.[1];
  if (root === undefined || !text.includes(`</${root}>`)) return null;
  return { root, text: (name) => {
    const inner = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(text)?.[1]?.trim();
    return inner === undefined || inner === '' ? undefined : plain(inner);
  } };
}

/** Times of the standard are those of Beijing, without a zone. */
const BEIJING_MS = 8 * 3_600_000;

export function beijingText(at: number): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 19);
}

/** Ms since the epoch; undefined: no time. */
export function beijingMoment(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)) return undefined;
  return Date.parse(`${text.slice(0, 19)}Z`) - BEIJING_MS;
}

function element([name, value]: XmlPart): string {
  if (typeof value !== 'object') return `<${name}>${safe(String(value))}</${name}>\r\n`;
  if ('items' in value) return `<${name} Num="${value.items.length}">\r\n${value.items.map((item) => element(['Item', item])).join('')}</${name}>\r\n`;
  return `<${name}>\r\n${value.map(element).join('')}</${name}>\r\n`;
}

function safe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}
