const paths = {
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14Zm5 12 4.5 4.5',
  play: 'M7 4.5v15l12-7.5Z',
  pause: 'M8 5v14M16 5v14',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  up: 'm6 14.5 6-6 6 6',
  down: 'm6 9.5 6 6 6-6',
  volume: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Zm12-1a5 5 0 0 1 0 7m2.5-9.5a9 9 0 0 1 0 12',
  muted: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Zm12 0 5 5m0-5-5 5',
  picture: 'M4 5h16v14H4Zm8 7h8v7h-8Z',
  fullScreen: 'M5 9.5V5h4.5m5 0H19v4.5m0 5V19h-4.5m-5 0H5v-4.5',
  topic: 'M12.5 4H20v7.5L11.5 20 4 12.5ZM16 8v.01',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.5 20.5c0-4 3-6 7.5-6s7.5 2 7.5 6',
  recent: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Zm0 4v4.5l3 2',
  upload: 'M12 16V5m-5 4.5L12 4.5l5 5M4.5 16v3.5h15V16',
} as const;

/** A line drawing that repeats a word beside it, or the control's label; always hidden from assistive technology. */
export function Icon({ name, size = 18 }: { readonly name: keyof typeof paths; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={name === 'play' ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={name === 'pause' ? 3.5 : 2}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
