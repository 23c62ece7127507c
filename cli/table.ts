/** A column of a text table. */
export interface Column<Row> {
  heading: string;
  /** Numbers are set flush right, words flush left. */
  align: 'left' | 'right';
  cell(row: Row): string;
}

/** Rows as aligned text with a heading line. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = [columns.map(({ heading }) => heading), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells
    .map((line) =>
      columns
        .map(({ align }, index) => {
          const text = line[index] ?? '';
          const width = widths[index] ?? 0;
          return align === 'left' ? text.padEnd(width) : text.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
