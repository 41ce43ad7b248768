import type { TaskDocument } from '#protocol/tasks/tasks.ts';

/** Papers of a dossier, each with those it took the place of, newest of them first. */
export type PaperShelf = {
  readonly latest: readonly { readonly document: TaskDocument; readonly older: readonly TaskDocument[] }[];
  /** Kinds of papers that the item requires and nobody put in. */
  readonly missing: readonly string[];
};

export function paperShelf(documents: readonly TaskDocument[], papers: readonly { readonly paperId: string; readonly required: boolean }[]): PaperShelf {
  const byId = new Map(documents.map((document) => [document.documentId, document]));
  const replaced = new Set(documents.flatMap(({ replaces }) => replaces ?? []));
  const here = new Set(documents.map(({ paperId }) => paperId));
  return {
    latest: documents.filter(({ documentId }) => !replaced.has(documentId)).map((document) => ({ document, older: olderThan(document, byId) })),
    missing: papers.flatMap(({ paperId, required }) => (required && !here.has(paperId) ? [paperId] : [])),
  };
}

function olderThan(document: TaskDocument, byId: ReadonlyMap<string, TaskDocument>): TaskDocument[] {
  const older: TaskDocument[] = [];
  for (let next = document.replaces; next !== null;) {
    const before = byId.get(next);
    // A ring of replacements ends where it began.
    if (before === undefined || before === document || older.includes(before)) break;
    older.push(before);
    next = before.replaces;
  }
  return older;
}
