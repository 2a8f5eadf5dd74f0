//! The picture as a Mermaid flowchart.

use std::fmt::Write;

use super::Map;
use super::picture::{Arrow, Node, Picture};

pub fn write(map: &Map) -> String {
    let picture = Picture::of(map);
    let mut out = String::from("flowchart TD\n");
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line("    subgraph open[\"any open screen\"]".into());
    for node in &picture.screens {
        line(format!("        {}[\"{}\"]", node.id, caption(node)));
    }
    for (screen, label, reason) in &picture.dropouts {
        line(format!("        {screen} -.->|\"{}\"| {screen}_{reason}([\"ended: {reason}\"])", text(label)));
    }
    line("    end".into());
    for node in &picture.ends {
        line(format!("    {}([\"{}\"])", node.id, caption(node)));
    }
    let (straight, side): (Vec<_>, Vec<_>) = picture.arrows.iter().partition(|arrow| arrow.straight);
    for arrow in straight {
        line(drawn(arrow, "==>"));
    }
    for arrow in side {
        line(drawn(arrow, "-->"));
    }
    line(format!("    open -.->|\"{}\"| ended", text(&picture.anywhere.join("\n"))));
    if !picture.anew.is_empty() {
        line(format!("    anew>\"{}\"]", text(&format!("to the first thing owed:\n{}", picture.anew.join("\n")))));
        line("    open -.->|\"what is owed changes\"| anew".into());
    }
    out
}

fn drawn(arrow: &Arrow, line: &str) -> String {
    format!("    {} {line}|\"{}\"| {}", arrow.from, text(&arrow.label), arrow.to)
}

fn caption(node: &Node) -> String {
    let mut words = text(node.heading);
    for stay in &node.stays {
        let _ = write!(words, "<br/>{}", text(stay));
    }
    words
}

/// Text inside a quoted label, by Mermaid's entity codes.
fn text(words: &str) -> String {
    words.replace('#', "#35;").replace('"', "#quot;").replace('<', "#lt;").replace('>', "#gt;").replace('\n', "<br/>")
}
