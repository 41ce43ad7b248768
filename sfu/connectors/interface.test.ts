import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { noticeSchema, noticesSchema, receiptSchema } from './notices.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/connectors.md'), 'utf8');
const blocks = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text]) => JSON.parse(text!) as unknown);
const asJsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' });

describe('docs/connectors.md', () => {
  it('shows the schemas that the hall checks with', () => {
    expect(blocks).toContainEqual(asJsonSchema(noticeSchema));
    expect(blocks).toContainEqual(asJsonSchema(receiptSchema));
  });

  it('has an example of each that is one', () => {
    const answer = blocks.map((block) => noticesSchema.safeParse(block)).find(({ success }) => success)?.data;
    expect(answer?.notices).toHaveLength(2);
    expect(answer?.notices.map((notice) => noticeSchema.safeParse(notice).error)).toEqual([undefined, undefined]);
    const receipt = blocks.filter((block) => typeof block === 'object' && block !== null && 'alarmId' in block);
    expect(receipt).toHaveLength(1);
    expect(receiptSchema.safeParse(receipt[0]).success).toBe(true);
  });
});
