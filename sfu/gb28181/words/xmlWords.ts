import iconv from 'iconv-lite';
import { XMLParser } from 'fast-xml-parser';

/** Elements by name; one that comes several times is a list, one without elements inside is its text. */
export type XmlNode = { readonly [name: string]: XmlValue | readonly XmlValue[] };
export type XmlValue = string | XmlNode;
/** What is to be written: undefined is left out, a list is written once for each. */
export type XmlWords = { readonly [name: string]: string | number | XmlWords | readonly XmlWords[] | undefined };

/** The bytes are no XML that a device may send. */
export class XmlWordsError extends Error {
  override readonly name = 'XmlWordsError';
}

const MAX_DEPTH = 12;
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, trimValues: true, processEntities: true, ignoreDeclaration: true, ignorePiTags: true });

/** 2016 says GB 2312, 2022 GB 18030; some devices send UTF-8 and say so. Errors: XmlWordsError. */
export function readXml(body: Buffer): { readonly root: string; readonly node: XmlNode } {
  const declared = /^[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9_-]{1,20})["']/.exec(body.subarray(0, 256).toString('latin1'))?.[1]?.toLowerCase();
  const text = declared === 'utf-8' || declared === 'utf8' ? body.toString('utf8') : iconv.decode(body, 'gb18030');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new XmlWordsError('a document type');
  if (deepest(text) > MAX_DEPTH) throw new XmlWordsError('too deep');
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch (cause) {
    throw new XmlWordsError('no XML', { cause });
  }
  const [entry, ...others] = Object.entries(document as XmlNode).filter(([name]) => name !== '#text');
  if (entry === undefined || others.length > 0) throw new XmlWordsError('not one element');
  const [root, node] = entry;
  if (typeof node !== 'object' || Array.isArray(node)) throw new XmlWordsError('an empty element');
  return { root, node: node as XmlNode };
}

/** In GB 18030. */
export function writeXml(root: string, words: XmlWords): Buffer {
  return iconv.encode(`<?xml version="1.0" encoding="GB18030"?>\r\n${element(root, words)}\r\n`, 'gb18030');
}

/** The text of an element below; empty text counts as none. */
export function textIn(node: XmlNode, name: string): string | undefined {
  const value = node[name];
  const one = Array.isArray(value) ? value[0] : value;
  // One that has attributes too.
  const text = typeof one === 'object' ? (one as XmlNode)['#text'] : one;
  return typeof text !== 'string' || text === '' ? undefined : text;
}

/** Undefined for what is no number. */
export function numberIn(node: XmlNode, name: string): number | undefined {
  const text = textIn(node, name);
  return text !== undefined && /^[+-]?(?:\d{1,15})?(?:\.\d{1,15})?$/.test(text) && /\d/.test(text) ? Number(text) : undefined;
}

export function nodesIn(node: XmlNode, name: string): XmlNode[] {
  const value = node[name];
  return (Array.isArray(value) ? value : [value]).filter((one): one is XmlNode => typeof one === 'object' && one !== null);
}

function element(name: string, value: string | number | XmlWords): string {
  if (typeof value !== 'object') return `<${name}>${escaped(String(value))}</${name}>`;
  const attributes = Object.entries(value).filter(([inner]) => inner.startsWith('@')).map(([inner, text]) => ` ${inner.slice(1)}="${escaped(typeof text === 'object' ? '' : String(text))}"`).join('');
  const inside = Object.entries(value).filter(([inner]) => !inner.startsWith('@')).flatMap(([inner, one]) => {
    if (one === undefined) return [];
    return isList(one) ? one.map((item) => element(inner, item)) : [element(inner, one)];
  });
  return `<${name}${attributes}>${inside.length === 0 ? '' : `\r\n${inside.join('\r\n')}\r\n`}</${name}>`;
}

function isList(value: string | number | XmlWords | readonly XmlWords[]): value is readonly XmlWords[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  // Control characters are no XML at all.
  return text.replaceAll(/\p{Cc}/gu, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A parser that calls itself for each level is not given thousands of them. */
function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const next = text[at + 1];
    if (next === '/') depth--;
    else if (next !== '?' && next !== '!') {
      const end = text.indexOf('>', at);
      if (end > 0 && text[end - 1] !== '/') most = Math.max(most, ++depth);
    }
    if (most > MAX_DEPTH) return most;
  }
  return most;
}
