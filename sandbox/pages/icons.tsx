// The few icons of the pages, drawn here. Knows shapes only; each is decoration, named by the control around it.

const PATHS = {
  home: 'M3 9.5 10 4l7 5.5V16a1 1 0 0 1-1 1h-4v-4.5H8V17H4a1 1 0 0 1-1-1z',
  orders: 'M4 11.5 5.800 5h8.400L16 11.5V15a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zm0 0h3.5l1 2h3l1-2H16',
  products: 'M10.5 4H16v5.5l-6.5 6.5L4 10.5zM13.200 6.800h.01',
  payouts: 'M4 8.5 10 5l6 3.5zM5.5 9v5M8.5 9v5M11.5 9v5M14.5 9v5M4 15.5h12',
  app: 'M4.5 4.5h4v4h-4zM11.5 4.5h4v4h-4zM4.5 11.5h4v4h-4zM11.5 11.5h4v4h-4z',
  search: 'M9 4.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM12.5 12.5l3.5 3.5',
  bell: 'M6 12.5V9a4 4 0 0 1 8 0v3.5l1 1.5H5zM8.800 16h2.400',
  menu: 'M4 6h12M4 10h12M4 14h12',
  chevron: 'm7 8.5 3 3 3-3',
  back: 'M15.5 10h-11M8.5 6l-4 4 4 4',
  previous: 'm11.5 6-4 4 4 4',
  next: 'm8.5 6 4 4-4 4',
  note: 'M5.5 4.5h9v8l-3 3h-6zM8 8h4M8 11h2',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
