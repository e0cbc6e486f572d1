import type { ComponentChildren } from "preact";
import "./table.css";

/** A column: what its heading says, and what a row has in it. */
export interface Column<T> {
  /** Empty for a column of buttons, whose heading is then for screen readers only: `Actions`. */
  label: string;
  cell: (row: T) => ComponentChildren;
}

/**
 * A table that becomes a list of cards where it is narrow. The first column is what a row is about.
 * The roles are written out, because some browsers forget them when a table is not laid out as one.
 */
export function Table<T>(props: {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
}) {
  const { caption, columns, rows, keyOf } = props;
  return (
    <table class="table" role="table">
      <caption class="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ label }) => (
            <th key={label} scope="col" role="columnheader">
              {label === "" ? <span class="visually-hidden">Actions</span> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map(({ label, cell }, index) =>
              index === 0 ? (
                <th key={label} scope="row" role="rowheader">
                  <div class="cell">{cell(row)}</div>
                </th>
              ) : (
                <td key={label} role="cell" data-label={label}>
                  <div class="cell">{cell(row)}</div>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
