import type { ReactNode } from 'react';

function icon(paths: ReactNode) {
  return function Icon() {
    return (
      <svg width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        {paths}
      </svg>
    );
  };
}

export const ZoomInIcon = icon(<path d="M12 5v14M5 12h14" />);
export const ZoomOutIcon = icon(<path d="M5 12h14" />);
/** Corners around scattered points. */
export const FitUnitsIcon = icon(
  <>
    <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
    <path d="M9.5 10h.01M14.5 9h.01M12.5 14.5h.01" strokeWidth="2.8" />
  </>,
);
/** The province: a coast running from north-east to south-west. */
export const FitFujianIcon = icon(<path d="M14.5 3.2 18.4 5l1 4-2 2.2.4 2.6-2.6 1.4-.8 2.8-3 1-1.6 2-2.6-1.6.4-2.4-3-2 .2-3.4 2.6-2.2 1-4.2 3.6-.6 2.5-1.4z" />);
export const FollowIcon = icon(
  <>
    <circle cx="12" cy="12" r="6" />
    <circle cx="12" cy="12" r="1.4" fill="currentColor" />
    <path d="M12 2.5v3.5M12 18v3.5M2.5 12H6M18 12h3.5" />
  </>,
);
export const LayersIcon = icon(<path d="m12 3 9 5-9 5-9-5 9-5zM3.5 12.5 12 17l8.5-4.5M3.5 16.5 12 21l8.5-4.5" />);
/** A ruler. */
export const MeasureIcon = icon(<path d="m3 16.5 13.5-13.5 4.5 4.5L7.5 21zM13 6.5l2 2M10 9.5l3 3M7 12.5l2 2" />);
/** An area with corners. */
export const FenceIcon = icon(
  <>
    <path d="M5 8 14 4l6 8-5 8-9-3z" strokeDasharray="4 2.4" />
    <path d="M5 8h.01M14 4h.01M20 12h.01M15 20h.01M6 17h.01" strokeWidth="4" />
  </>,
);
export const CircleIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" strokeDasharray="4 2.4" />
    <path d="M12 12h.01" strokeWidth="4" />
    <path d="M12 12h8" />
  </>,
);
/** A clock that runs backwards. */
export const ReplayIcon = icon(<path d="M3.5 12a8.5 8.5 0 1 0 2.6-6.1M6.2 2.8v3.4h3.4M12 7.5V12l3 2" />);
export const PlayIcon = icon(<path d="M7 4.5v15l12-7.5z" fill="currentColor" />);
export const PauseIcon = icon(<path d="M8 5v14M16 5v14" strokeWidth="3.6" />);
export const PreviousIcon = icon(<path d="M18 5 9 12l9 7zM6 5v14" />);
export const NextIcon = icon(<path d="m6 5 9 7-9 7zM18 5v14" />);
