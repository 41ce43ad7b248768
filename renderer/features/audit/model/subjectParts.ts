import { courtCode as courtCodeSchema, type CourtCode } from '#protocol/nouns/ids.ts';

/** What a subject (`noun/id`, `duty/闽02/leader`) speaks of. */
export type SubjectParts = {
  readonly noun: string;
  readonly id: string;
  /** For subjects that are named by their court. */
  readonly courtCode: CourtCode | null;
  /** What follows the court: a post, a wall place. */
  readonly place: string | null;
};

export function subjectParts(subject: string): SubjectParts {
  const [noun = '', first = '', ...rest] = subject.split('/');
  const court = courtCodeSchema.safeParse(first);
  return { noun, id: subject.slice(noun.length + 1), courtCode: court.success ? court.data : null, place: court.success && rest.length > 0 ? rest.join('/') : null };
}
