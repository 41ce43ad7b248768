/** Seals what must be read again (a password that the hall sends on), so that the database alone gives nothing away. */
export interface SecretSeal {
  /** `about`: whose it is; sealed for one it cannot be opened for another. */
  seal(secret: string, about: string): string;
  /** Null where it was sealed with another key or for somebody else. */
  open(sealed: string, about: string): string | null;
}
