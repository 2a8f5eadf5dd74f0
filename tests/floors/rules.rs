//! The rules of the house as functions over source text, so that they can be tried on bad samples too.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The floors, lowest first: each module imports only lower ones.
const FLOORS: [&[&str]; 7] = [
    &["journey"],
    &["ports"],
    &["store", "credentials", "mail", "system", "simulated"],
    &["service"],
    &["render", "ui", "error", "logs"],
    &["commands"],
    &["cli", "lib", "main"],
];
/// The floor whose modules must not import each other at all.
const APART: usize = 2;
/// The folder whose files are looked at one by one for circles.
const BY_FILE: &str = "service";
/// The longest a file may be; a longer one is usually two ideas.
const MOST_LINES: usize = 450;
/// Modules that may lift the ban on the clock, the generator, the environment and printing.
const OUTSIDE_WORLD: [&str; 2] = ["system", "ui"];
/// The lints behind that ban.
const BANS: [&str; 2] = ["disallowed_methods", "disallowed_macros"];
/// Macros that stand for work still to be done.
const UNFINISHED: [&str; 3] = ["todo", "unimplemented", "dbg"];

/// One source file.
pub struct Source {
    /// Where it lies, relative to the crate, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    fn tokens(&self) -> TokenStream {
        self.text.parse().unwrap_or_else(|error| panic!("{}: {error}", self.path))
    }

    /// The path of the module that the file holds, from the crate's root.
    fn module(&self) -> Vec<String> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let stem = inside.strip_suffix(".rs").unwrap_or(inside);
        let mut module: Vec<String> = stem.split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        module
    }

    fn is_front_door(&self) -> bool {
        self.path.ends_with("/mod.rs")
    }
}

/// A path in the code that leaves its module.
#[derive(Debug, PartialEq, Eq)]
struct Import {
    target: Vec<String>,
    in_test: bool,
}

/// Every climb, sideways import and circle among the files of `src/`.
pub fn imports_out_of_place(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        let module = source.module();
        let Some(from) = floor(&module[0]) else {
            faults.push(format!("{}: {} stands on no floor", source.path, module[0]));
            continue;
        };
        for import in imports(source) {
            let top = top_module(&import.target);
            let Some(to) = floor(top) else { continue };
            let path = import.target.join("::");
            if to > from {
                faults.push(format!("{}: crate::{path} climbs from floor {from} to {to}", source.path));
            } else if to == APART && from == APART && top != module[0] && !import.in_test {
                faults.push(format!("{}: crate::{path} reaches sideways on floor {to}", source.path));
            } else if !import.in_test && !source.is_front_door() {
                graph.entry(unit(&module)).or_default().insert(unit(&import.target));
            }
        }
    }
    faults.extend(circle(&graph).map(|names| format!("a circle: {}", names.join(" -> "))));
    faults
}

/// What must not be left in a file: unfinished work, ignored tests, a lifted ban, too many lines.
///
/// `longer` names files that may have more lines than the rest, with the number they may have.
pub fn left_behind(source: &Source, longer: &[(&str, usize)]) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = source.text.lines().count();
    let allowed = longer.iter().find(|(path, _)| *path == source.path).map(|(_, lines)| *lines);
    match allowed {
        Some(allowed) if lines <= MOST_LINES => {
            faults.push(format!("{}: no longer needs its {allowed} lines; take it off the list", source.path));
        }
        Some(allowed) if lines <= allowed => {}
        None if lines <= MOST_LINES => {}
        _ => faults.push(format!("{}: {lines} lines, at most {}", source.path, allowed.unwrap_or(MOST_LINES))),
    }
    let may_lift = !source.path.starts_with("src/") || OUTSIDE_WORLD.contains(&source.module()[0].as_str());
    let mut names = Vec::new();
    collect_left_behind(source.tokens(), may_lift, &mut names);
    faults.extend(names.into_iter().map(|name| format!("{}: {name}", source.path)));
    faults
}

fn collect_left_behind(tokens: TokenStream, may_lift: bool, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (i, token) in tokens.iter().enumerate() {
        let next = tokens.get(i + 1);
        match token {
            TokenTree::Ident(name) if is_punct(next, '!') && UNFINISHED.iter().any(|word| *name == word) => {
                found.push(format!("{name}!"));
            }
            TokenTree::Ident(name) if !may_lift && BANS.iter().any(|word| *name == word) => {
                found.push(format!("lifts clippy::{name}; only {} may", OUTSIDE_WORLD.join(" and ")));
            }
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = next
                    && attribute.delimiter() == Delimiter::Bracket
                    && attribute.stream().into_iter().any(|t| matches!(&t, TokenTree::Ident(i) if *i == "ignore"))
                {
                    found.push("an ignored test".into());
                }
            }
            TokenTree::Group(group) => collect_left_behind(group.stream(), may_lift, found),
            _ => {}
        }
    }
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|names| names.contains(&module))
}

/// The module under the root that a path leads into; a name that is none belongs to `lib.rs`.
fn top_module(path: &[String]) -> &str {
    path.first().map(String::as_str).filter(|name| floor(name).is_some()).unwrap_or("lib")
}

/// The node of the graph that a path belongs to.
fn unit(path: &[String]) -> String {
    match path {
        [top, file, ..] if top == BY_FILE => format!("{top}::{file}"),
        path => top_module(path).to_owned(),
    }
}

/// One circle in the graph, if there is any, its first name repeated at the end.
fn circle(graph: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut finished = BTreeSet::new();
    graph.keys().find_map(|start| circle_from(start, graph, &mut Vec::new(), &mut finished))
}

fn circle_from<'g>(
    node: &'g String,
    graph: &'g BTreeMap<String, BTreeSet<String>>,
    way: &mut Vec<&'g String>,
    finished: &mut BTreeSet<&'g String>,
) -> Option<Vec<String>> {
    if let Some(start) = way.iter().position(|seen| *seen == node) {
        return Some(way[start..].iter().copied().chain([node]).cloned().collect());
    }
    if finished.contains(node) {
        return None;
    }
    way.push(node);
    let next = graph.get(node).into_iter().flatten().filter(|next| *next != node);
    let found = next.into_iter().find_map(|next| circle_from(next, graph, way, finished));
    way.pop();
    finished.insert(node);
    found
}

/// Every path of the file that starts at `crate`, `super` or `self`, resolved to the crate's root.
fn imports(source: &Source) -> Vec<Import> {
    let module = match source.module() {
        root if root == ["lib"] || root == ["main"] => Vec::new(),
        module => module,
    };
    let in_test = source.path.ends_with("/tests.rs");
    let mut found = Vec::new();
    collect_imports(source.tokens(), &module, in_test, &mut found);
    found
}

fn collect_imports(tokens: TokenStream, module: &[String], in_test: bool, found: &mut Vec<Import>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut i = 0;
    while i < tokens.len() {
        match &tokens[i] {
            TokenTree::Ident(word) if *word == "mod" && is_block(tokens.get(i + 2)) => {
                let (TokenTree::Ident(name), TokenTree::Group(body)) = (&tokens[i + 1], &tokens[i + 2]) else {
                    panic!("a module without a name");
                };
                let inner: Vec<String> = module.iter().cloned().chain([name.to_string()]).collect();
                collect_imports(body.stream(), &inner, in_test || *name == "tests", found);
                i += 3;
            }
            TokenTree::Ident(word) if starts_a_path(&word.to_string()) && is_joined(&tokens, i + 1) => {
                i += resolve(&tokens[i..], module, in_test, found);
            }
            TokenTree::Group(group) => {
                collect_imports(group.stream(), module, in_test, found);
                i += 1;
            }
            _ => i += 1,
        }
    }
}

fn starts_a_path(word: &str) -> bool {
    matches!(word, "crate" | "super" | "self")
}

/// Resolves the path that the tokens start with; returns how many tokens it took.
fn resolve(tokens: &[TokenTree], module: &[String], in_test: bool, found: &mut Vec<Import>) -> usize {
    let mut target = module.to_vec();
    let mut i = 0;
    loop {
        match tokens.get(i) {
            Some(TokenTree::Ident(word)) if *word == "crate" => target.clear(),
            Some(TokenTree::Ident(word)) if *word == "super" => drop(target.pop()),
            Some(TokenTree::Ident(word)) if *word == "self" => {}
            Some(TokenTree::Ident(word)) => target.push(word.to_string()),
            Some(TokenTree::Group(branches)) if branches.delimiter() == Delimiter::Brace => {
                for branch in split_at_commas(branches.stream()) {
                    resolve(&branch, &target, in_test, found);
                }
                return i + 1;
            }
            // A glob, or a turbofish: the path up to here is what it reaches into.
            _ => {
                found.push(Import { target, in_test });
                return i;
            }
        }
        if !is_joined(tokens, i + 1) {
            found.push(Import { target, in_test });
            return i + 1;
        }
        i += 3;
    }
}

fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut branches = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(p) if p.as_char() == ',' => branches.push(Vec::new()),
            _ => branches.last_mut().expect("starts with one branch").push(token),
        }
    }
    branches.retain(|branch| !branch.is_empty());
    branches
}

/// Whether `::` stands at `at`.
fn is_joined(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == sign)
}

fn is_block(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Brace)
}
