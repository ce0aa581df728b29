//! Tables, with cells that span others taken apart.

use super::dropped::{DropReason, Dropped};
use super::gather::join;
use super::parts::split;
use super::read::Reader;
use super::tree::{Node, NodeId};
use crate::document::{Block, BlockKind, Cell, Inline, Marks, Row};

/// More columns than this are no table for readers.
const MOST_COLUMNS: usize = 100;

/// More cells than this, those added to fill up rows included, are kept as paragraphs.
const MOST_CELLS: usize = 50_000;

/// What the rows read so far mean for the next.
#[derive(Default)]
struct Grid {
    /// For each column how many more rows a cell reaches down into, and whether it is a header.
    reach: Vec<(usize, bool)>,
    /// Cells so far, those added for spans included.
    cells: usize,
}

impl Reader<'_> {
    pub(super) fn table(&mut self, id: NodeId, marks: &Marks) {
        let (mut caption, mut rest) = (None, Vec::new());
        let rows_below = self.rows_of(id);
        let tree = self.tree;
        for child in tree.children(id).filter(|child| tree.node(*child).tag() == "caption") {
            let (texts, other) = split(self.inside(child, marks));
            caption = join(caption.into_iter().chain(texts), "\n");
            rest.extend(other);
        }
        if let [only] = self.cells_of(&rows_below).as_slice() {
            // A table of one cell only sets its content apart.
            let blocks = self.inside(*only, marks);
            self.flush();
            self.blocks.extend(caption.map(Block::paragraph));
            self.blocks.extend(blocks);
            return self.blocks.extend(rest);
        }
        let (mut rows, mut grid) = (Vec::new(), Grid::default());
        for (row, in_head) in rows_below {
            let cells = self.cells(row, in_head, marks, &mut grid, &mut rest);
            grid.cells += cells.len();
            if !cells.is_empty() {
                rows.push(Row { cells });
            }
        }
        self.flush();
        self.finish_table(id, caption, rows);
        self.blocks.extend(rest);
    }

    /// The rows of a table and whether they stand in its head.
    fn rows_of(&self, id: NodeId) -> Vec<(NodeId, bool)> {
        let tree = self.tree;
        let mut rows = Vec::new();
        for child in tree.children(id) {
            match tree.node(child).tag() {
                "tr" => rows.push((child, false)),
                group @ ("thead" | "tbody" | "tfoot") => rows.extend(
                    tree.children(child)
                        .filter(|row| tree.node(*row).tag() == "tr")
                        .map(|row| (row, group == "thead")),
                ),
                _ => {}
            }
        }
        rows
    }

    fn cells_of(&self, rows: &[(NodeId, bool)]) -> Vec<NodeId> {
        rows.iter()
            .flat_map(|(row, _)| self.tree.children(*row))
            .filter(|cell| is_cell(self.tree.node(*cell)))
            .collect()
    }

    fn cells(
        &mut self,
        row: NodeId,
        in_head: bool,
        marks: &Marks,
        grid: &mut Grid,
        rest: &mut Vec<Block>,
    ) -> Vec<Cell> {
        let tree = self.tree;
        let mut cells = Vec::new();
        for child in tree.children(row).filter(|cell| is_cell(tree.node(*cell))) {
            fill_from_above(&mut cells, &mut grid.reach);
            let node = tree.node(child);
            let marks = self.language(node, marks);
            let (texts, other) = split(self.inside(child, &marks));
            rest.extend(other);
            let text = join(texts, "\n").unwrap_or_default();
            let header = in_head || node.tag() == "th";
            let span = |name| node.attribute(name).and_then(|n| n.trim().parse::<usize>().ok()).unwrap_or(1);
            let (wide, high) = (span("colspan").clamp(1, MOST_COLUMNS), span("rowspan").clamp(1, 1_000));
            if cells.len() + wide > MOST_COLUMNS || grid.cells > MOST_CELLS {
                // It cannot stay a table: spans that fill millions of places are not followed.
                grid.reach.clear();
                cells.push(Cell { text, header });
                continue;
            }
            for column in 0..wide {
                let at = cells.len();
                grid.reach.resize(grid.reach.len().max(at + 1), (0, false));
                grid.reach[at] = (high - 1, header);
                // What spans several columns is said once.
                cells.push(Cell { text: if column == 0 { text.clone() } else { Inline::default() }, header });
            }
        }
        if !cells.is_empty() {
            fill_from_above(&mut cells, &mut grid.reach);
        }
        cells
    }

    fn finish_table(&mut self, id: NodeId, caption: Option<Inline>, mut rows: Vec<Row>) {
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let cells = rows.iter().flat_map(|row| &row.cells);
        if cells.clone().all(|cell| cell.text.is_blank()) {
            return self.blocks.extend(caption.map(Block::paragraph));
        }
        if columns > MOST_COLUMNS || columns * rows.len() > MOST_CELLS {
            let texts: Vec<Inline> = cells.map(|cell| cell.text.clone()).collect();
            self.dropped.push(Dropped::new("table", &self.tree.text(id), DropReason::LargeTable));
            self.blocks.extend(
                caption.into_iter().chain(texts).filter(|text| !text.is_blank()).map(Block::paragraph),
            );
            return;
        }
        rows.iter_mut().for_each(|row| row.cells.resize(columns, Cell::default()));
        self.push(BlockKind::Table { caption, rows });
    }
}

fn is_cell(node: &Node) -> bool {
    matches!(node.tag(), "td" | "th")
}

/// Leaves the places empty that cells of the rows above reach down into.
fn fill_from_above(cells: &mut Vec<Cell>, reach: &mut [(usize, bool)]) {
    while let Some((rows, header)) = reach.get_mut(cells.len())
        && *rows > 0
    {
        *rows -= 1;
        cells.push(Cell { text: Inline::default(), header: *header });
    }
}
