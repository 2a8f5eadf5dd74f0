//! The picture as a Graphviz graph.

use super::picture::{Arrow, Node, Picture};

pub fn write(picture: &Picture) -> String {
    let mut lines = vec![
        "digraph journey {".to_owned(),
        "    rankdir=TB; compound=true; nodesep=0.6; ranksep=0.5;".to_owned(),
        "    node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=11];".to_owned(),
        "    edge [fontname=\"Helvetica\", fontsize=9];".to_owned(),
        "    subgraph cluster_open {".to_owned(),
        "        label=\"any open screen\"; fontname=\"Helvetica\"; fontsize=10; style=dashed; color=gray;".to_owned(),
    ];
    lines.extend(picture.screens.iter().map(|node| format!("        {}", drawn_node(node, ", group=way"))));
    for out in &picture.dropouts {
        let (screen, label, reason) = (out.screen, out.label, out.reason);
        let end = format!("{screen}_{reason}");
        lines.push(format!("        {end} [label=\"ended: {reason}\", style=\"rounded,dashed\", color=gray40];"));
        lines.push(format!("        {screen} -> {end} [label=\"{}\", style=dashed, color=gray40];", text(label)));
        lines.push(format!("        {{ rank=same; {screen}; {end}; }}"));
    }
    lines.push("    }".to_owned());
    lines.extend(picture.ends.iter().map(|node| format!("    {}", drawn_node(node, ", peripheries=2"))));
    for arrow in &picture.arrows {
        let style = if arrow.straight { "weight=20, penwidth=2" } else { "weight=1" };
        lines.push(drawn(arrow, style));
    }
    let last = picture.screens.last().map_or("sign_in", |node| node.id);
    let anywhere = text(&picture.anywhere.join("\n"));
    lines.push(format!("    {last} -> ended [label=\"{anywhere}\", ltail=cluster_open, style=dashed, color=gray40];"));
    if !picture.anew.is_empty() {
        let owed = text(&format!("to the first thing owed:\n{}", picture.anew.join("\n")));
        lines.push(format!("    anew [label=\"{owed}\", shape=note, style=\"\", fontsize=9];"));
        lines.push(format!(
            "    {last} -> anew [label=\"what is owed changes\", ltail=cluster_open, style=dotted, color=gray40];"
        ));
    }
    lines.push("}\n".to_owned());
    lines.join("\n")
}

fn drawn(arrow: &Arrow, style: &str) -> String {
    format!("    {} -> {} [label=\"{}\", {style}];", arrow.from, arrow.to, text(&arrow.label))
}

fn drawn_node(node: &Node, style: &str) -> String {
    let lines: Vec<&str> = [node.heading].into_iter().chain(node.stays.iter().map(String::as_str)).collect();
    format!("{} [label=\"{}\"{style}];", node.id, text(&lines.join("\n")))
}

/// Text inside a quoted string.
fn text(words: &str) -> String {
    words.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
