export { PenContext, type Pen } from './model/pen.ts';
export { DrawingLayer } from './view/DrawingLayer.tsx';
export { DrawingTools } from './view/DrawingTools.tsx';
