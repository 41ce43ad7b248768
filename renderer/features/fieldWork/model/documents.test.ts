import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { base64Of } from '../../../link/base64.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import type { KeptDocuments } from '../../../platform/keptDocuments.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { Documents } from './documents.ts';
import { anInstruction } from './testing/instructions.ts';

const PIECE = 1_000;

/** A device's shelf. */
function aShelf(): KeptDocuments & { readonly there: Map<string, Blob> } {
  const there = new Map<string, Blob>();
  return {
    there,
    read: (id) => Promise.resolve(there.get(id) ?? null),
    keep: (id, blob) => Promise.resolve(void there.set(id, blob)),
    forgetAllBut: (ids) => Promise.resolve([...there.keys()].forEach((id) => ids.includes(id) || there.delete(id))),
  };
}

async function aDocument(size = 2_500) {
  const bytes = Uint8Array.from({ length: size }, (_, index) => index % 251);
  const link = new FakeHallLink();
  link.goOnline();
  const serve = (of: Uint8Array) => {
    link.answers['document.read'] = ({ offset }) => ({ base64: base64Of(of.subarray(offset, offset + PIECE)), mimeType: 'application/pdf' as const, totalBytes: size });
  };
  serve(bytes);
  return { link, serve, bytes, document: { documentId: await sha256(bytes), name: '裁定书.pdf', mimeType: 'application/pdf' as const, totalBytes: size } };
}

describe('a document of an instruction', () => {
  it('arrives whole, and says how far it is', async () => {
    const { link, bytes, document } = await aDocument();
    const shares: number[] = [];
    const blob = await new Documents(aShelf()).read(link, document, (share) => shares.push(share));
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
    expect([blob.type, shares]).toEqual(['application/pdf', [0.4, 0.8, 1]]);
  });

  it('goes on where it broke off, and is not fetched twice', async () => {
    const { link, bytes, document } = await aDocument();
    const answer = link.answers['document.read']!;
    link.answers['document.read'] = (input) => {
      if (input.offset === PIECE) throw new AppError('timedOut');
      return answer(input);
    };
    const documents = new Documents(aShelf());
    await expect(documents.read(link, document, () => undefined)).rejects.toMatchObject({ code: 'timedOut' });
    link.answers['document.read'] = answer;
    const blob = await documents.read(link, document, () => undefined);
    await documents.read(link, document, () => undefined);
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
    expect(link.inputsOf('document.read').map(({ offset }) => offset)).toEqual([0, PIECE, PIECE, 2 * PIECE]);
  });

  it('is refused where its bytes are not those of its name, and fetched anew', async () => {
    const { link, serve, bytes, document } = await aDocument();
    serve(bytes.toReversed());
    const documents = new Documents(aShelf());
    await expect(documents.read(link, document, () => undefined)).rejects.toMatchObject({ code: 'badDocument' });
    serve(bytes);
    await expect(documents.read(link, document, () => undefined)).resolves.toMatchObject({ size: bytes.length });
  });

  it('is there without the hall once it was read, until its instruction is gone', async () => {
    const { link, bytes, document } = await aDocument();
    const shelf = aShelf();
    await new Documents(shelf).read(link, document, () => undefined);
    const documents = new Documents(shelf);
    expect(new Uint8Array(await (await documents.read(null, document, () => undefined)).arrayBuffer())).toEqual(bytes);
    await documents.forgetOthers([anInstruction({ documents: [document] })]);
    expect(shelf.there.size).toBe(1);
    await documents.forgetOthers([anInstruction()]);
    await expect(documents.read(null, document, () => undefined)).rejects.toMatchObject({ code: 'disconnected' });
  });
});
