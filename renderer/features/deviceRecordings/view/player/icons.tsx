import type { ReactNode } from 'react';

function icon(paths: ReactNode) {
  return function Icon() {
    return <svg width={14} height={14} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">{paths}</svg>;
  };
}

export const PlayIcon = icon(<path d="M7 4.5v15l12-7.5z" fill="currentColor" />);
export const PauseIcon = icon(<path d="M8.5 5v14M15.5 5v14" strokeWidth="3" />);
export const StopIcon = icon(<path d="M6 6h12v12H6z" fill="currentColor" />);
export const BackIcon = icon(<path d="m11 6-6 6 6 6M19 6l-6 6 6 6" />);
export const ForwardIcon = icon(<path d="m5 6 6 6-6 6M13 6l6 6-6 6" />);
