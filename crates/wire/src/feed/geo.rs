//! Places: GeoRSS, GML, and W3C's latitude and longitude.
//!
//! [GeoRSS](https://docs.ogc.org/cs/17-002r1/17-002r1.html),
//! [W3C Basic Geo](https://www.w3.org/2003/01/geo/).

use super::xml::{Id, Look, Space, Tree};

/// A shape may have so many points.
const MOST_POINTS: usize = 10_000;

/// A place on earth, as the feed gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// What the points are the corners of.
    pub kind: ShapeKind,
    /// The points, as written: in GeoRSS latitude and longitude, in GML what the reference system says.
    pub points: Vec<Vec<f64>>,
    /// The reference system of GML; WGS 84 where nothing is said.
    pub system: Option<String>,
    /// How many numbers make a point in GML.
    pub dimension: usize,
}

/// What a shape is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShapeKind {
    /// Nothing that can be read.
    #[default]
    Unknown,
    /// A point.
    Point,
    /// A line.
    Line,
    /// An area.
    Polygon,
    /// A rectangle, by its lower and its upper corner.
    Box,
}

impl Shape {
    /// Degrees north and east of a point, or of the middle of a shape, if they are given in degrees.
    pub fn middle(&self) -> Option<(f64, f64)> {
        // An area ends where it begins.
        let points = match self.kind {
            ShapeKind::Polygon if self.points.len() > 1 => &self.points[..self.points.len() - 1],
            _ => &self.points[..],
        };
        if points.is_empty() || points.iter().any(|point| point.len() < 2) {
            return None;
        }
        let mean = |place: usize| points.iter().map(|point| point[place]).sum::<f64>() / points.len() as f64;
        let (north, east) = (mean(0), mean(1));
        ((-90.0..=90.0).contains(&north) && (-180.0..=180.0).contains(&east)).then_some((north, east))
    }
}

/// The shape an element gives; `before` is what was given before, of which it may be the other half.
pub(crate) fn shape(
    tree: &Tree<'_>,
    id: Id,
    space: Space,
    name: &str,
    before: Option<Shape>,
) -> Option<Shape> {
    match (space, name) {
        (Space::GeoRss, "point") => Some(of(ShapeKind::Point, &tree.text(id), 2)),
        (Space::GeoRss, "line") => Some(of(ShapeKind::Line, &tree.text(id), 2)),
        (Space::GeoRss, "polygon") => Some(of(ShapeKind::Polygon, &tree.text(id), 2)),
        (Space::GeoRss, "box") => Some(of(ShapeKind::Box, &tree.text(id), 2)),
        (Space::GeoRss, "where") => {
            let found = tree.children(id).find_map(|child| match tree.look(child) {
                Look::Element { name, .. } => gml(tree, child, name),
                Look::Text(_) => None,
            });
            found.or(Some(Shape::default()))
        }
        (Space::Gml, name) => gml(tree, id, name).or(before),
        (Space::Geo, "lat" | "long" | "lon") => {
            let place = usize::from(name != "lat");
            let Ok(degrees) = tree.text(id).trim().parse::<f64>() else { return before };
            let mut shape = before.filter(|shape| shape.kind == ShapeKind::Point).unwrap_or_else(|| Shape {
                kind: ShapeKind::Point,
                points: vec![vec![f64::NAN; 2]],
                ..Shape::default()
            });
            if let Some(value) = shape.points.first_mut().and_then(|point| point.get_mut(place)) {
                *value = degrees;
            }
            Some(shape)
        }
        (Space::Geo, "point") => {
            let mut found = before;
            for child in tree.children(id) {
                if let Look::Element { space, name, .. } = tree.look(child) {
                    found = shape(tree, child, space, &name.to_ascii_lowercase(), found);
                }
            }
            found
        }
        _ => before,
    }
}

fn gml(tree: &Tree<'_>, id: Id, name: &str) -> Option<Shape> {
    let kind = match name.to_ascii_lowercase().as_str() {
        "point" => ShapeKind::Point,
        "linestring" => ShapeKind::Line,
        "polygon" => ShapeKind::Polygon,
        "envelope" => ShapeKind::Box,
        _ => return None,
    };
    let dimension = tree.attribute(id, "srsDimension").and_then(|said| said.trim().parse().ok());
    let dimension = dimension.filter(|many| (2..=3).contains(many)).unwrap_or(2);
    // The first ring of an area is its outer one.
    let said = match kind {
        ShapeKind::Polygon => first_positions(tree, id).map(|inner| tree.text(inner)).unwrap_or_default(),
        // The elements in it are parts of one list.
        _ => {
            let parts: Vec<_> = tree
                .children(id)
                .map(|child| match tree.look(child) {
                    Look::Text(text) => text.to_owned(),
                    Look::Element { .. } => tree.text(child).into_owned(),
                })
                .collect();
            parts.join(" ").into()
        }
    };
    let mut shape = of(kind, &said, dimension);
    shape.system = tree.attribute(id, "srsName").map(|said| said.trim().to_owned());
    shape.dimension = dimension;
    Some(shape)
}

fn first_positions(tree: &Tree<'_>, id: Id) -> Option<Id> {
    tree.children(id).find_map(|child| match tree.look(child) {
        Look::Element { name, .. } if name.eq_ignore_ascii_case("posList") => Some(child),
        Look::Element { .. } => first_positions(tree, child),
        Look::Text(_) => None,
    })
}

/// The shape of a list of numbers; of no kind where they do not suffice.
fn of(kind: ShapeKind, said: &str, dimension: usize) -> Shape {
    let numbers: Result<Vec<f64>, _> = said
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .take(MOST_POINTS * dimension)
        .map(str::parse)
        .collect();
    let points: Vec<Vec<f64>> =
        numbers.unwrap_or_default().chunks_exact(dimension).map(<[f64]>::to_vec).collect();
    let least = match kind {
        ShapeKind::Polygon => 4,
        ShapeKind::Box => 2,
        ShapeKind::Point | ShapeKind::Line | ShapeKind::Unknown => 1,
    };
    if points.len() < least {
        return Shape { dimension, ..Shape::default() };
    }
    Shape { kind, points, system: None, dimension }
}
