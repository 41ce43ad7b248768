/** Pictures that were put, by their SHA-256. */
export interface Pictures {
  /** Whether all of it is here and durable. */
  has(pictureId: string): Promise<boolean>;
}
