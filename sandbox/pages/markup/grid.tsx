// Generation B of the admin's table markup: divs in one CSS grid, rows without boxes (`display: contents`).
// Knows the classes, roles and nesting; nothing of what the cells hold. Orders, products and payouts share it.

// biome-ignore-all lint/a11y/useSemanticElements: divs with roles are what this markup is about.
// biome-ignore-all lint/a11y/useFocusableInteractive: as in the admin, the link and the checkbox in a row take the focus.

import { type MouseEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';

interface GridProps {
  label: string;
  /** One CSS track size per column. */
  tracks: string[];
  rowCount: number;
  busy?: boolean;
  head: ReactNode;
  children: ReactNode;
  /** Absent with one page. */
  footer?: ReactNode;
}

export function Grid({ label, tracks, rowCount, busy = false, head, children, footer }: GridProps) {
  return (
    <div className="Polaris-Table__TableScrollable">
      <div
        className="Polaris-Table"
        role="table"
        aria-label={label}
        aria-busy={busy}
        aria-colcount={tracks.length}
        aria-rowcount={rowCount}
        style={{ gridTemplateColumns: tracks.join(' ') }}
      >
        <div className="Polaris-Table-TableHead" role="rowgroup">
          <div className="Polaris-Table-TableHeadingRow" role="row">
            {head}
          </div>
        </div>
        <div className="Polaris-Table-TableBody" role="rowgroup">
          {children}
        </div>
        {footer && (
          <div className="Polaris-Table-TableFooter" role="rowgroup">
            <div role="row">
              <div role="cell">{footer}</div>
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

interface GridHeadingProps {
  column: number;
  numeric?: boolean;
  sorted?: 'ascending' | 'descending' | undefined;
  children: ReactNode;
  /** What the hidden copy, by which the admin measures its sticky header, repeats. */
  copy: string;
}

export function GridHeading({ column, numeric = false, sorted, children, copy }: GridHeadingProps) {
  return (
    <div
      role="columnheader"
      aria-colindex={column}
      aria-sort={sorted}
      className={`Polaris-Table-TableHeading${numeric ? ' Polaris-Table-TableHeading__Numeric' : ''}`}
    >
      <div className="Polaris-Table-TableHeading__TableHeadingContent">{children}</div>
      <div className="Polaris-Table-TableHeading__HiddenCopy" aria-hidden="true">
        {copy}
      </div>
    </div>
  );
}

interface GridRowProps {
  id?: string | undefined;
  selectable?: boolean;
  selected?: boolean;
  subheader?: boolean;
  className?: string;
  onClick?: (event: MouseEvent) => void;
  /** Writes the whole class anew on every render, not only when React sees a change. */
  wipesClass?: boolean;
  children: ReactNode;
}

export function GridRow(props: GridRowProps) {
  const row = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState(false);
  const className = [
    'Polaris-Table-TableRow',
    props.selectable && 'Polaris-Table-TableRow__Selectable',
    props.selected && 'Polaris-Table-TableRow__Selected',
    props.subheader && 'Polaris-Table-TableRow__Subheader',
    hovered && 'Polaris-Table-TableRow__Hovered',
    props.className,
  ]
    .filter(Boolean)
    .join(' ');
  useLayoutEffect(() => {
    if (props.wipesClass && row.current) row.current.className = className;
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: as in the admin, keys go to the link and the checkbox in the row.
    <div
      ref={row}
      id={props.id}
      role="row"
      aria-selected={props.selectable ? (props.selected ?? false) : undefined}
      className={className}
      onClick={props.onClick}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
    >
      {props.children}
    </div>
  );
}

interface GridCellProps {
  column: number;
  numeric?: boolean;
  /** The cell runs over all columns. */
  wide?: boolean;
  /** Without the flex box that usually holds a cell's content. */
  bare?: boolean;
  className?: string;
  onClick?: (event: MouseEvent) => void;
  children: ReactNode;
}

export function GridCell({ column, numeric, wide, bare, className, onClick, children }: GridCellProps) {
  const classes = [
    'Polaris-Table-TableCell',
    numeric && 'Polaris-Table-TableCell__Numeric',
    wide && 'Polaris-Table-TableCell__Wide',
    className,
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a cell only keeps its control's clicks from the row.
    <div role="cell" aria-colindex={column} className={classes.filter(Boolean).join(' ')} onClick={onClick}>
      {bare ? children : <div className="Polaris-Table-TableCell__TableCellContent">{children}</div>}
    </div>
  );
}
