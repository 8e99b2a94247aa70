// The Orders list in generation B, as the admin shows it today.
// Knows which cell goes where; the markup itself is in markup/grid.tsx.

import { Fragment } from 'react';
import { gidOf, type OrderRow } from '../data';
import { Checkbox } from '../markup/checkbox';
import { Grid, GridCell, GridHeading, GridRow } from '../markup/grid';
import { fill } from '../words';
import { COLUMNS } from './columns';
import { PageButtons } from './footer';
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

export function OrdersGrid({ list }: { list: ListModel }) {
  const { words, orders } = list;
  const checkboxes = hasCheckboxes(list);
  const firstColumn = checkboxes ? 2 : 1;
  return (
    <Grid
      label={words.orders}
      tracks={[...(checkboxes ? ['36px'] : []), ...COLUMNS.map((column) => column.track)]}
      rowCount={orders.length}
      busy={list.loading}
      head={
        <>
          {checkboxes && (
            <GridHeading column={1} copy="">
              <SelectAll list={list} />
            </GridHeading>
          )}
          {COLUMNS.map((column, index) => (
            <GridHeading
              key={column.heading}
              column={firstColumn + index}
              numeric={column.numeric ?? false}
              sorted={sortedWord(list, column)}
              copy={words[column.heading]}
            >
              <SortHeading list={list} column={column} />
            </GridHeading>
          ))}
        </>
      }
      footer={list.pagination && <PageButtons pagination={list.pagination} />}
    >
      {orders.map((order, index) => {
        const batch = batchStartingAt(list, index);
        return (
          <Fragment key={rowKey(list, order, index)}>
            {batch !== null && (
              <GridRow subheader>
                <GridCell column={1} wide>
                  {fill(words.batch, batch)}
                </GridCell>
              </GridRow>
            )}
            <OrderGridRow list={list} order={order} index={index} firstColumn={firstColumn} />
          </Fragment>
        );
      })}
    </Grid>
  );
}

export function SelectAll({ list }: { list: ListModel }) {
  const { selected, orders, words } = list;
  return (
    <Checkbox
      label={words.selectAll}
      labelledBy="attribute"
      checked={orders.length > 0 && selected.size === orders.length}
      mixed={selected.size > 0 && selected.size < orders.length}
      onChange={list.toggleAll}
    />
  );
}

interface RowProps {
  list: ListModel;
  order: OrderRow;
  index: number;
  firstColumn: number;
}

function OrderGridRow({ list, order, index, firstColumn }: RowProps) {
  const { quirks, words } = list;
  return (
    <GridRow
      id={quirks.has('row-id') ? gidOf(order) : undefined}
      selectable={hasCheckboxes(list)}
      selected={list.selected.has(order.id)}
      className={order.cancelled ? 'row-cancelled' : ''}
      wipesClass={quirks.has('class-wipe')}
      onClick={(event) => clickRow(list, order, event)}
    >
      {hasCheckboxes(list) && (
        <GridCell column={1} onClick={keepFromRow}>
          <Checkbox
            label={`${words.select} ${checkboxGid(list, order, index)}`}
            labelledBy="attribute"
            checked={list.selected.has(order.id)}
            onChange={() => list.toggle(order.id)}
          />
        </GridCell>
      )}
      {COLUMNS.map((column, place) => (
        <GridCell
          key={column.heading}
          column={firstColumn + place}
          numeric={column.numeric ?? false}
          className={column.heading === 'order' ? 'order-cell' : ''}
        >
          {column.cell(order, list)}
        </GridCell>
      ))}
    </GridRow>
  );
}
