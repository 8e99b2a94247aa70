// The Orders list in generation A: a real table, with class hashes (A1) or without (A2).
// Knows generation A's classes and nesting; its narrow form is in condensed.tsx.

import { Fragment, useLayoutEffect, useRef, useState } from 'react';
import { gidOf, type OrderRow } from '../data';
import { Checkbox } from '../markup/checkbox';
import { fill } from '../words';
import { COLUMNS, orderCell } from './columns';
import { PageButtons } from './footer';
import { SelectAll } from './grid';
import {
  batchStartingAt,
  checkboxGid,
  clickRow,
  hasCheckboxes,
  keepFromRow,
  type ListModel,
  rowKey,
} from './model';
import { SortHeading, sortedWord } from './sort-heading';

/** The hash that A1 adds to a class, by the class; those not listed get a made-up one. */
const HASHES: Record<string, string> = { TableRow: '1a85o' };

export type ClassOf = (part: string) => string;
export const plainClass: ClassOf = (part) => `Polaris-IndexTable__${part}`;
export const hashedClass: ClassOf = (part) =>
  `Polaris-IndexTable__${part}_${HASHES[part] ?? madeUpHash(part)}`;

function madeUpHash(part: string): string {
  let sum = 7;
  for (const letter of part) sum = (sum * 31 + letter.charCodeAt(0)) % 60466175;
  return sum.toString(36).padStart(5, '0');
}

export function OrdersTable({ list, classOf }: { list: ListModel; classOf: ClassOf }) {
  const { orders } = list;
  const checkboxes = hasCheckboxes(list);
  return (
    <div className="index-table">
      <StickyHeader list={list} classOf={classOf} />
      <div className={classOf('ScrollContainer')}>
        <table className={classOf('Table')} aria-busy={list.loading}>
          <thead>
            <tr>
              {checkboxes && (
                <th className={classOf('TableHeading')}>
                  <SelectAll list={list} />
                </th>
              )}
              {COLUMNS.map((column) => (
                <th
                  key={column.heading}
                  className={classOf('TableHeading')}
                  aria-sort={sortedWord(list, column)}
                  data-numeric={column.numeric}
                >
                  <SortHeading list={list} column={column} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {orders.map((order, index) => {
              const batch = batchStartingAt(list, index);
              return (
                <Fragment key={rowKey(list, order, index)}>
                  {batch !== null && (
                    <tr className={`${classOf('TableRow')} ${classOf('TableRow--subheader')}`}>
                      <td className={classOf('TableCell')} colSpan={COLUMNS.length + (checkboxes ? 1 : 0)}>
                        {fill(list.words.batch, batch)}
                      </td>
                    </tr>
                  )}
                  <OrderTableRow list={list} order={order} index={index} classOf={classOf} />
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      {list.pagination && <PageButtons pagination={list.pagination} />}
    </div>
  );
}

/** Generation A keeps a second header made of divs, hidden until the first is scrolled away. */
function StickyHeader({ list, classOf }: { list: ListModel; classOf: ClassOf }) {
  return (
    <div className={classOf('StickyTable')} role="presentation">
      <div className={classOf('StickyTableHeader')}>
        <div className={classOf('StickyTableHeadings')}>
          {COLUMNS.map((column) => (
            <div key={column.heading} className={classOf('TableHeading')}>
              {list.words[column.heading]}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  list: ListModel;
  order: OrderRow;
  index: number;
  classOf: ClassOf;
}

function OrderTableRow({ list, order, index, classOf }: RowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  const [hovered, setHovered] = useState(false);
  const selected = list.selected.has(order.id);
  const className = [
    classOf('TableRow'),
    selected && classOf('TableRow--selected'),
    hovered && classOf('TableRow--hovered'),
    order.cancelled && 'row-cancelled',
  ]
    .filter(Boolean)
    .join(' ');
  const wipesClass = list.quirks.has('class-wipe');
  useLayoutEffect(() => {
    if (wipesClass && row.current) row.current.className = className;
  });
  const gid = checkboxGid(list, order, index);
  return (
    <tr
      ref={row}
      id={gidOf(order)}
      className={className}
      onClick={(event) => clickRow(list, order, event)}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
    >
      {hasCheckboxes(list) && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the cell only keeps its checkbox's clicks from the row.
        <td className={classOf('TableCell')} onClick={keepFromRow}>
          <Checkbox
            id={`Select-${gid}`}
            label={`${list.words.select} ${gid}`}
            labelledBy="text"
            checked={selected}
            onChange={() => list.toggle(order.id)}
          />
        </td>
      )}
      {COLUMNS.map((column) => (
        <td key={column.heading} className={classOf('TableCell')} data-numeric={column.numeric}>
          {column.heading === 'order' ? orderCell(order, list, true) : column.cell(order, list)}
        </td>
      ))}
    </tr>
  );
}
