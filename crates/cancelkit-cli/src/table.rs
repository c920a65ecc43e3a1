//! Tables for the terminal.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, TableStyle, presets};

/// How wide prose is that no terminal shows.
const WIDTH: u16 = 100;

/// A table with lines between its rows: no wider than the terminal, and as wide as its words where there is none.
pub fn ruled(header: &[&str]) -> Table {
    let mut table = table(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header(header.iter().copied());
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    table
}

/// Columns of prose without any lines, the first of them as wide as its widest cell.
pub fn bare<const COLUMNS: usize>(rows: impl IntoIterator<Item = [String; COLUMNS]>) -> Table {
    let mut table = table(presets::NOTHING);
    table.add_rows(rows).set_constraints([ColumnConstraint::ContentWidth]);
    if !table.is_tty() {
        table.set_width(WIDTH);
    }
    table
}

fn table(style: TableStyle) -> Table {
    let mut table = Table::new();
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic);
    table
}
