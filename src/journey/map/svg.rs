//! The picture as SVG: the main way straight down, ways that leave screens out in lanes on the left, refusals and
//! ends on the right.

use std::fmt::Write;

use super::coverage::Seen;
use super::picture::{Arrow, Node, Picture};

/// Widths and heights, in pixels.
const MARGIN: i32 = 24;
const PAD: i32 = 12;
const LINE: i32 = 17;
const LANE: i32 = 20;
/// Between a screen and the next, for one line of a label.
const GAP: i32 = 44;
/// A row at a screen's side with an end in it.
const ROW: i32 = 34;
/// The box of an end.
const END: i32 = 190;
/// The ends below the frame, with their labels.
const FOOT: i32 = 640;
/// A letter; wide enough for every usual font.
const LETTER: i32 = 7;

const INK: &str = "#24292f";
const GREY: &str = "#57606a";

/// A screen with its place.
struct Placed<'a> {
    node: &'a Node,
    top: i32,
    height: i32,
    /// Where the next way on the left begins.
    row: i32,
}

struct Drawing {
    body: String,
    /// The edges of the screens.
    left: i32,
    right: i32,
    width: i32,
}

/// How a line is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Main,
    Side,
    Dashed,
}

/// Writes the picture.
pub fn write(picture: &Picture) -> String {
    let (straight, aside): (Vec<&Arrow>, Vec<&Arrow>) = picture.arrows.iter().partition(|arrow| arrow.straight);
    let order: Vec<&Node> = picture.screens.iter().chain(picture.ends.first()).collect();
    let lanes: Vec<&str> =
        order.iter().map(|node| node.id).filter(|id| aside.iter().any(|arrow| arrow.to == *id)).collect();
    let gutter = aside.iter().map(|arrow| widest(&arrow.label)).max().unwrap_or(0) + PAD;
    let left = MARGIN + PAD + LANE * lanes.len() as i32 + gutter;
    let box_width = order.iter().map(|node| widest(&lines(node).join("\n"))).max().unwrap_or(0) + 2 * PAD;
    let dropped = picture.dropouts.iter().map(|out| widest(out.label)).max().unwrap_or(0) + 3 * PAD;
    let right = left + box_width;
    let width = right + FOOT.max(dropped + END + 2 * PAD) + MARGIN;
    let mut drawing = Drawing { body: String::new(), left, right, width };
    let (mut placed, frame_end) = place(picture, &order, &straight, &aside);
    drawing.frame(frame_end);
    for (number, target) in lanes.iter().enumerate() {
        drawing.lane(left - gutter - LANE * number as i32, target, &aside, &mut placed);
    }
    for arrow in &straight {
        drawing.straight(arrow, &placed);
    }
    for place in &placed {
        drawing.node(place);
    }
    drawing.dropouts(picture, &placed, right + dropped);
    let height = drawing.foot(picture, &placed, frame_end);
    drawing.finish(picture, height)
}

/// Puts the screens one below the other; also answers where the frame around the open ones ends.
fn place<'a>(picture: &Picture, order: &[&'a Node], straight: &[&Arrow], aside: &[&Arrow]) -> (Vec<Placed<'a>>, i32) {
    let mut placed: Vec<Placed<'a>> = Vec::new();
    let mut top = MARGIN + 2 * LINE + PAD;
    let mut frame_end = top;
    for (number, node) in order.iter().enumerate() {
        let exits: i32 = aside.iter().filter(|arrow| arrow.from == node.id).map(|arrow| row_of(&arrow.label)).sum();
        let entry = if aside.iter().any(|arrow| arrow.to == node.id) { LINE } else { 0 };
        let ends = picture.dropouts.iter().filter(|out| out.screen == node.id).count() as i32;
        let text = LINE * lines(node).len() as i32 + 2 * PAD;
        let height = text.max(exits + entry + PAD).max(ROW * ends);
        placed.push(Placed { node, top, height, row: top + entry });
        let label = straight.iter().find(|arrow| arrow.from == node.id).map_or("", |arrow| arrow.label.as_str());
        let below = GAP.max(LINE * label.lines().count() as i32 + 24);
        top += height + below;
        if number + 1 == picture.screens.len() {
            frame_end = top - below + LINE * label.lines().count() as i32 + 2 * PAD;
            top = top.max(frame_end + LINE * picture.anywhere.len() as i32 + 30);
        }
    }
    (placed, frame_end)
}

impl Drawing {
    fn frame(&mut self, end: i32) {
        let (width, height) = (self.width - 2 * MARGIN, end - MARGIN);
        let _ = writeln!(
            self.body,
            "<rect x=\"{MARGIN}\" y=\"{MARGIN}\" width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#f6f8fa\" \
             stroke=\"#8c959f\" stroke-dasharray=\"6 4\"/>"
        );
        self.text(MARGIN + PAD, MARGIN + LINE + 2, "any open screen", GREY, "start", false);
    }

    /// Every way that leaves screens out on the way to one.
    fn lane(&mut self, x: i32, target: &str, aside: &[&Arrow], placed: &mut [Placed<'_>]) {
        let Some(end) = placed.iter().find(|place| place.node.id == target).map(|place| place.top + 12) else { return };
        for arrow in aside.iter().filter(|arrow| arrow.to == target) {
            let Some(from) = placed.iter_mut().find(|place| place.node.id == arrow.from) else { continue };
            let y = from.row + row_of(&arrow.label) - 2;
            from.row += row_of(&arrow.label);
            let colour = colour(arrow.seen);
            let (left, turn) = (self.left, x + 6);
            let way = format!(
                "M {left} {y} H {turn} Q {x} {y} {x} {} V {} Q {x} {end} {turn} {end} H {}",
                y + 6,
                end - 6,
                left - 6
            );
            self.path(&way, colour, line_of(arrow.seen, Line::Side), &title(arrow.from, arrow.to, arrow.seen));
            self.head(left, end, (1, 0), colour);
            let first = y - 4 - LINE * (arrow.label.lines().count() as i32 - 1);
            for (number, line) in arrow.label.lines().enumerate() {
                self.text(left - 8, first + LINE * number as i32, line, colour, "end", false);
            }
        }
    }

    fn straight(&mut self, arrow: &Arrow, placed: &[Placed<'_>]) {
        let find = |id: &str| placed.iter().find(|place| place.node.id == id);
        let (Some(from), Some(to)) = (find(arrow.from), find(arrow.to)) else { return };
        let x = (self.left + self.right) / 2;
        let (start, end) = (from.top + from.height, to.top);
        let colour = arrow.seen.map_or(INK, Seen::colour);
        let what = title(arrow.from, arrow.to, arrow.seen);
        self.path(&format!("M {x} {start} V {}", end - 6), colour, line_of(arrow.seen, Line::Main), &what);
        self.head(x, end, (0, 1), colour);
        for (number, line) in arrow.label.lines().enumerate() {
            self.text(x + 10, start + LINE * (number as i32 + 1) + 6, line, colour, "start", false);
        }
    }

    fn node(&mut self, place: &Placed<'_>) {
        let colour = place.node.seen.map_or(INK, Seen::colour);
        let dash = if place.node.seen == Some(Seen::Never) { " stroke-dasharray=\"6 3\"" } else { "" };
        let end = if place.node.id == "signed_in" { 20 } else { 6 };
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{end}\" fill=\"#ffffff\" stroke=\"{colour}\" \
             stroke-width=\"2\"{dash}><title>{}</title></rect>",
            self.left,
            place.top,
            self.right - self.left,
            place.height,
            escape(&title(place.node.id, "", place.node.seen)),
        );
        for (number, line) in lines(place.node).iter().enumerate() {
            let y = place.top + PAD + LINE * (number as i32 + 1) - 4;
            self.text(self.left + PAD, y, line, if number == 0 { INK } else { GREY }, "start", number == 0);
        }
    }

    /// Ends that some screens alone lead to, each beside its screen.
    fn dropouts(&mut self, picture: &Picture, placed: &[Placed<'_>], x: i32) {
        for place in placed {
            let here = picture.dropouts.iter().filter(|out| out.screen == place.node.id);
            for (number, out) in here.enumerate() {
                let y = place.top + ROW * number as i32 + ROW / 2;
                let colour = colour(out.seen);
                let way = format!("M {} {y} H {}", self.right, x - 6);
                self.path(&way, colour, Line::Dashed, &title(out.screen, out.reason, out.seen));
                self.head(x, y, (1, 0), colour);
                self.text(self.right + 8, y - 4, out.label, colour, "start", false);
                self.end(x, y - 13, END - PAD, &format!("ended: {}", out.reason), colour);
            }
        }
    }

    /// The ends that every screen leads to, below the frame; answers the height of it all.
    fn foot(&mut self, picture: &Picture, placed: &[Placed<'_>], frame_end: i32) -> i32 {
        let Some(last) = placed.last() else { return frame_end };
        let (x, top) = (self.right + 40, last.top);
        let middle = x + 60;
        let shade = colour(picture.anywhere_seen);
        self.path(&format!("M {middle} {frame_end} V {}", top - 6), shade, Line::Dashed, &picture.anywhere.join(", "));
        self.head(middle, top, (0, 1), shade);
        for (number, line) in picture.anywhere.iter().enumerate() {
            self.text(middle + 10, frame_end + LINE * (number as i32 + 1) + 4, line, shade, "start", false);
        }
        let heading = picture.ends.get(1).map_or("ended", |end| end.heading);
        self.end(x, top, 120, heading, picture.ends.get(1).and_then(|end| end.seen).map_or(INK, Seen::colour));
        let mut bottom = (last.top + last.height).max(top + 26);
        if !picture.anew.is_empty() {
            let (x, middle) = (self.right + 400, self.right + 460);
            let shade = colour(picture.anew_seen);
            let what = title("what is owed changes", "", picture.anew_seen);
            self.path(&format!("M {middle} {frame_end} V {}", top - 6), shade, Line::Dashed, &what);
            self.head(middle, top, (0, 1), shade);
            self.text(middle + 10, frame_end + LINE + 4, "what is owed changes", shade, "start", false);
            let height = LINE * (picture.anew.len() as i32 + 1) + PAD;
            let _ = writeln!(
                self.body,
                "<rect x=\"{x}\" y=\"{top}\" width=\"200\" height=\"{height}\" fill=\"#fff8c5\" stroke=\"{shade}\"/>"
            );
            for (number, line) in ["to the first thing owed:"].iter().chain(&picture.anew).enumerate() {
                self.text(x + PAD, top + LINE * (number as i32 + 1), line, INK, "start", false);
            }
            bottom = bottom.max(top + height);
        }
        bottom
    }

    fn end(&mut self, x: i32, y: i32, width: i32, words: &str, colour: &str) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"26\" rx=\"13\" fill=\"#ffffff\" stroke=\"{colour}\"/>"
        );
        self.text(x + width / 2, y + 17, words, INK, "middle", false);
    }

    fn path(&mut self, way: &str, colour: &str, line: Line, what: &str) {
        let style = match line {
            Line::Main => "stroke-width=\"3\"",
            Line::Side => "stroke-width=\"1.5\"",
            Line::Dashed => "stroke-width=\"1.5\" stroke-dasharray=\"5 4\"",
        };
        let what = escape(what);
        let _ = writeln!(
            self.body,
            "<path d=\"{way}\" fill=\"none\" stroke=\"{colour}\" {style}><title>{what}</title></path>"
        );
    }

    /// The head of an arrow that ends there, coming from the left or from above.
    fn head(&mut self, x: i32, y: i32, (right, down): (i32, i32), colour: &str) {
        let (back_x, back_y) = (x - 9 * right, y - 9 * down);
        let (a, b) = ((back_x + 4 * down, back_y + 4 * right), (back_x - 4 * down, back_y - 4 * right));
        let _ = writeln!(self.body, "<polygon points=\"{x},{y} {},{} {},{}\" fill=\"{colour}\"/>", a.0, a.1, b.0, b.1);
    }

    fn text(&mut self, x: i32, y: i32, words: &str, colour: &str, anchor: &str, is_bold: bool) {
        let weight = if is_bold { " font-weight=\"bold\"" } else { "" };
        let words = escape(words);
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" fill=\"{colour}\" text-anchor=\"{anchor}\"{weight}>{words}</text>"
        );
    }

    fn finish(mut self, picture: &Picture, height: i32) -> String {
        let mut height = height + MARGIN;
        if picture.anew_seen.or(picture.anywhere_seen).is_some() {
            let words = [Seen::Whole, Seen::Partly, Seen::Never];
            for (number, seen) in words.into_iter().enumerate() {
                let x = MARGIN + 150 * number as i32;
                self.text(x, height, &format!("■ {}", seen.word()), seen.colour(), "start", false);
            }
            height += MARGIN;
        }
        let (width, body) = (self.width, self.body);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\">\n\
             <title>The sign-in journey</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{body}</svg>\n"
        )
    }
}

fn lines(node: &Node) -> Vec<&str> {
    [node.heading].into_iter().chain(node.stays.iter().map(String::as_str)).collect()
}

/// The height of a way on the left with its label.
fn row_of(label: &str) -> i32 {
    LINE * label.lines().count() as i32 + 6
}

fn widest(label: &str) -> i32 {
    LETTER * label.lines().map(|line| line.chars().count()).max().unwrap_or(0) as i32
}

fn colour(seen: Option<Seen>) -> &'static str {
    seen.map_or(GREY, Seen::colour)
}

fn line_of(seen: Option<Seen>, usual: Line) -> Line {
    if seen == Some(Seen::Never) { Line::Dashed } else { usual }
}

/// What a pointer over it shows.
fn title(from: &str, to: &str, seen: Option<Seen>) -> String {
    let way = if to.is_empty() { from.to_owned() } else { format!("{from} → {to}") };
    seen.map_or(way.clone(), |seen| format!("{way}: {}", seen.word()))
}

fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
