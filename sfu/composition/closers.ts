/** What ends the hall's rooms, in the order in which they were opened; they are closed the other way round. */
export type Closers = (() => Promise<void> | void)[];
