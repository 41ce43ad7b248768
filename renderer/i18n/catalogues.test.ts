import { describe, expect, it } from 'vitest';
import { ERROR_CODES, isErrorCode } from '#protocol/errors.ts';
import { enCatalogue, zhCatalogue } from './catalogues.ts';
import { createI18n } from './createI18n.ts';
import { errorSentence } from './errorSentence.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[`${path}${key}`, value]] : [...leaves(value, `${path}${key}.`)],
    ),
  );
}

function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort();
}

const zh = leaves(zhCatalogue);
const en = leaves(enCatalogue);

describe('catalogues', () => {
  it('have the same keys', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    expect(zh.size).toBeGreaterThan(150);
  });

  it('have the same placeholders and no empty sentence', () => {
    for (const [key, sentence] of zh) {
      expect({ key, zh: sentence.trim(), en: en.get(key)?.trim() }).not.toMatchObject({ zh: '' });
      expect({ key, en: en.get(key)?.trim() }).not.toMatchObject({ en: '' });
      expect({ key, names: placeholders(en.get(key) ?? '') }).toEqual({ key, names: placeholders(sentence) });
    }
  });

  it.each(Object.keys(ERROR_CODES).filter(isErrorCode))('say what to do about %s', (code) => {
    expect(zhCatalogue.errors[code]).toMatch(/请|自动/);
    expect(enCatalogue.errors[code].length).toBeGreaterThan(20);
  });

  it('show the sentence with its code', () => {
    expect(errorSentence(createI18n('zh-CN').t, 'tokenExpired')).toMatch(/^接入凭证已过期.*\[tokenExpired\]$/);
    expect(errorSentence(createI18n('en').t, 'tokenExpired')).toContain('has expired');
  });

  it('leave names as they are', () => {
    expect(createI18n('en').t('wall.placeSelected', { name: 'A & B <1>' })).toBe('Place “A & B <1>”');
  });
});
