import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { gbTime, manscdp, parseGbTime, parseManscdp } from './manscdp.ts';
import { textIn, XmlWordsError } from './xmlWords.ts';

const ID = '35000000001320000001';
const notify = (inside: string, encoding = 'GB2312'): Buffer => iconv.encode(`<?xml version="1.0" encoding="${encoding}"?>\r\n<Notify><CmdType>Alarm</CmdType><SN>3</SN><DeviceID>${ID}</DeviceID>${inside}</Notify>`, encoding === 'UTF-8' ? 'utf8' : 'gb18030');

describe('MANSCDP', () => {
  it.each(['GB2312', 'GB18030', 'UTF-8'])('reads names in %s', (encoding) => {
    const { command, serial, node } = parseManscdp(notify('<Name>执法记录仪㐂</Name>', encoding));
    expect([command, serial, textIn(node, 'Name')]).toEqual(['Alarm', 3, '执法记录仪㐂']);
  });

  it('comes back as it was written, whatever a name holds', () => {
    fc.assert(fc.property(fc.stringMatching(/^[一-龥A-Za-z0-9<>&"'\]]{1,40}$/), (name) => {
      expect(textIn(parseManscdp(manscdp('Response', 'Catalog', 9, ID, { Name: name })).node, 'Name')).toBe(name);
    }));
  });

  it.each(['<!DOCTYPE a [<!ENTITY b "c">]><Notify/>', '<a>'.repeat(5_000), '<Notify><CmdType>Alarm</CmdType></Notify>', '<Other><CmdType>x</CmdType></Other>', ''])('refuses %#', (text) => {
    expect(() => parseManscdp(Buffer.from(text))).toThrow(XmlWordsError);
  });

  it('reads times of China, with and without a zone', () => {
    const at = Date.parse('2026-11-23T01:30:00Z');
    expect([parseGbTime(gbTime(at)), parseGbTime('2026-11-23T01:30:00Z'), parseGbTime('yesterday')]).toEqual([at, at, undefined]);
  });
});
