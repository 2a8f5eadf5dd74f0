//! The picture as a Mermaid flowchart.

use std::fmt::Write;

use super::coverage::Seen;
use super::picture::{Arrow, Node, Picture};

/// A flowchart that is being written; Mermaid colours links by their number.
struct Chart {
    text: String,
    links: Vec<Option<Seen>>,
}

pub fn write(picture: &Picture) -> String {
    let mut chart = Chart { text: String::from("flowchart TD\n"), links: Vec::new() };
    chart.line("    subgraph open[\"any open screen\"]");
    for node in &picture.screens {
        chart.line(&format!("        {}[\"{}\"]", node.id, caption(node)));
    }
    for out in &picture.dropouts {
        let (screen, label, reason) = (out.screen, text(out.label), out.reason);
        chart.link(out.seen, &format!("        {screen} -.->|\"{label}\"| {screen}_{reason}([\"ended: {reason}\"])"));
    }
    chart.line("    end");
    for node in &picture.ends {
        chart.line(&format!("    {}([\"{}\"])", node.id, caption(node)));
    }
    let (straight, side): (Vec<_>, Vec<_>) = picture.arrows.iter().partition(|arrow| arrow.straight);
    for arrow in straight {
        chart.link(arrow.seen, &drawn(arrow, "==>"));
    }
    for arrow in side {
        chart.link(arrow.seen, &drawn(arrow, "-->"));
    }
    let anywhere = text(&picture.anywhere.join("\n"));
    chart.link(picture.anywhere_seen, &format!("    open -.->|\"{anywhere}\"| ended"));
    if !picture.anew.is_empty() {
        let owed = text(&format!("to the first thing owed:\n{}", picture.anew.join("\n")));
        chart.line(&format!("    anew>\"{owed}\"]"));
        chart.link(picture.anew_seen, "    open -.->|\"what is owed changes\"| anew");
    }
    chart.paint(picture);
    chart.text
}

impl Chart {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn link(&mut self, seen: Option<Seen>, line: &str) {
        self.links.push(seen);
        self.line(line);
    }

    /// Colours for what was seen, where somebody asked.
    fn paint(&mut self, picture: &Picture) {
        let nodes: Vec<&Node> = picture.screens.iter().chain(&picture.ends).collect();
        for seen in [Seen::Whole, Seen::Partly, Seen::Never] {
            let ids: Vec<&str> = nodes.iter().filter(|node| node.seen == Some(seen)).map(|node| node.id).collect();
            let links = self.links.iter().enumerate().filter(|(_, link)| **link == Some(seen));
            let links: Vec<String> = links.map(|(number, _)| number.to_string()).collect();
            let name = seen.word().replace(' ', "_");
            if !ids.is_empty() {
                let dash = if seen == Seen::Never { ",stroke-dasharray:6 3" } else { "" };
                self.line(&format!("    classDef {name} stroke:{},stroke-width:3px{dash}", seen.colour()));
                self.line(&format!("    class {} {name}", ids.join(",")));
            }
            if !links.is_empty() {
                self.line(&format!(
                    "    linkStyle {} stroke:{},color:{}",
                    links.join(","),
                    seen.colour(),
                    seen.colour()
                ));
            }
        }
    }
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
