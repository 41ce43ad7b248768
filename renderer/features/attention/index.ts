export type { Attention, Cue, Urgency } from './model/createAttention.ts';
export { AttentionBell } from './view/AttentionBell.tsx';
export { AttentionProvider, useAttention, useAttentionState } from './view/AttentionProvider.tsx';
export { CueBadge } from './view/CueBadge.tsx';
export { useCues } from './view/useCues.ts';
