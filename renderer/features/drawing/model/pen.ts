import { createContext } from 'react';
import type { DrawingColour } from '#protocol/wall/drawings.ts';

/** A pen in somebody's hand; `onProblem` is told why a line could not be kept. */
export type Pen = { readonly colour: DrawingColour; readonly onProblem: (error: unknown) => void };

/** The pen for the pictures below; null: they are only looked at. */
export const PenContext = createContext<Pen | null>(null);
