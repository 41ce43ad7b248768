import type { ReactNode } from 'react';

type IconProps = { readonly size?: number };

function icon(paths: ReactNode) {
  return function Icon({ size = 16 }: IconProps) {
    return (
      <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        {paths}
      </svg>
    );
  };
}

export const SearchIcon = icon(<><circle cx="10.5" cy="10.5" r="6.5" /><path d="M15.5 15.5 21 21" /></>);
export const SettingsIcon = icon(
  <><circle cx="12" cy="12" r="3.2" /><path d="M12 2.8v3M12 18.2v3M2.8 12h3M18.2 12h3M5.5 5.5l2.1 2.1M16.4 16.4l2.1 2.1M5.5 18.5l2.1-2.1M16.4 7.6l2.1-2.1" /></>,
);
export const PinIcon = icon(<path d="M9 3h6l-.8 6 3.3 3.5v1.8h-11v-1.8L9.8 9 9 3zM12 14.3V21" />);
export const SoundOnIcon = icon(<><path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4z" /><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" /></>);
export const SoundOffIcon = icon(<><path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4z" /><path d="m16 9.5 5 5M21 9.5l-5 5" /></>);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6 6 18" />);
export const CameraIcon = icon(<><rect x="2.5" y="6.5" width="12.5" height="11" rx="2" /><path d="m15 11 6.5-3.5v9L15 13" /></>);
export const DisplayIcon = icon(<><rect x="2.5" y="4" width="19" height="12.5" rx="1.6" /><path d="M8.5 20.5h7M12 16.5v4" /></>);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const RefreshIcon = icon(<><path d="M20 12a8 8 0 1 1-2.4-5.7" /><path d="M20.5 3.5v4.2h-4.2" /></>);
export const MaximizeIcon = icon(<><path d="M14 4h6v6M20 4l-7 7" /><path d="M10 20H4v-6M4 20l7-7" /></>);
export const RestoreIcon = icon(<><path d="M13 5v6h6M13 11l7-7" /><path d="M11 19v-6H5M11 13l-7 7" /></>);
export const ListIcon = icon(<path d="M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4 6.5h.01M4 12h.01M4 17.5h.01" />);
export const InstructionIcon = icon(<><rect x="5" y="3.5" width="14" height="17" rx="1.8" /><path d="m8.5 12.5 2.5 2.5 4.5-5" /><path d="M9 7h6" /></>);
export const ReportIcon = icon(<><rect x="3" y="6.5" width="18" height="13" rx="1.8" /><circle cx="12" cy="13" r="3.4" /><path d="M8.5 6.5 10 4h4l1.5 2.5" /></>);
export const MapIcon = icon(<><path d="M3.5 6.5 9 4l6 2.5L20.5 4v13.5L15 20l-6-2.5L3.5 20z" /><path d="M9 4v13.5M15 6.5V20" /></>);
export const PersonIcon = icon(<><circle cx="12" cy="8" r="3.6" /><path d="M5 20c.6-4 3.4-6 7-6s6.4 2 7 6" /></>);
export const BellIcon = icon(<><path d="M6 16.5c1.2-1.2 1.6-3 1.6-6a4.4 4.4 0 0 1 8.8 0c0 3 .4 4.8 1.6 6z" /><path d="M10 19.5a2.2 2.2 0 0 0 4 0" /></>);
export const OrderIcon = icon(<><rect x="5" y="3.5" width="14" height="17" rx="1.6" /><path d="M8.5 8.5h7M8.5 12h7M8.5 15.5h4" /></>);
export const PhoneIcon = icon(<path d="M6.5 3.5h3l1.4 4-2 1.6a12 12 0 0 0 6 6l1.6-2 4 1.4v3a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z" />);
export const TalkIcon = icon(<><rect x="7" y="7.5" width="10" height="13" rx="1.6" /><path d="M9 7.5V3M10 11h4M10 13.5h4" /></>);
export const OperationIcon = icon(<><path d="M5.5 21V3.5M5.5 4.5H18l-2.4 4 2.4 4H5.5" /></>);
export const JournalIcon = icon(<><path d="M5.5 4h10.5a2 2 0 0 1 2 2v14H7.5a2 2 0 0 1-2-2z" /><path d="M9 8.5h5.5M9 12h5.5" /></>);
export const LayoutIcon = icon(<><rect x="3.5" y="4.5" width="17" height="15" rx="1.6" /><path d="M9 4.5v15M9 13h11.5" /></>);
export const CurtainIcon = icon(<><path d="M3 4h18" /><path d="M5 4v16c3-1.5 5-6 5-16M19 4v16c-3-1.5-5-6-5-16" /></>);
