//! Which scripts the paths on the command line stand for.

use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::service::script::Script;

/// Every script that the paths name: files as they are, folders with what is in and below them but for
/// names that begin with `.` or `_`, patterns with what
/// fits. Each is there once, in the order of the paths and by name within one.
pub(super) fn scripts(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found: Vec<PathBuf> = Vec::new();
    for path in paths {
        let mut here = if path.is_dir() {
            let mut inside = Vec::new();
            collect(path, &mut inside)?;
            if inside.is_empty() {
                let problem = format!("There is no script (*.toml) in the folder {}.", path.display());
                return Err(Failure::usage(problem, "Name a folder that holds scripts."));
            }
            inside
        } else if is_pattern(path) && !path.exists() {
            fitting(path)?
        } else {
            vec![path.clone()]
        };
        here.retain(|path| !found.contains(path));
        found.extend(here);
    }
    Ok(found)
}

/// Whether a script is meant by a filter: its path or its title has the text in it.
pub(super) fn fits(path: &Path, text: &str) -> bool {
    path.display().to_string().contains(text) || Script::load(path).is_ok_and(|script| script.title().contains(text))
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::usage(format!("{} cannot be read: {error}.", folder.display()), "Name a folder that you can read.")
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let mut paths =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>().map_err(unreadable)?;
    paths.sort();
    for path in paths {
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['.', '_']));
        if is_hidden || path.is_symlink() && path.is_dir() {
            continue;
        }
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    Ok(())
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

fn fitting(pattern: &Path) -> Result<Vec<PathBuf>, Failure> {
    let text = pattern.to_string_lossy();
    let wrong = |problem: String| Failure::usage(problem, "Write a pattern like 'journeys/**/*.toml', in quotes.");
    let paths = glob::glob(&text).map_err(|error| wrong(format!("The pattern {text:?} cannot be used: {error}.")))?;
    let found: Vec<PathBuf> = paths.filter_map(Result::ok).filter(|path| path.is_file()).collect();
    if found.is_empty() {
        return Err(wrong(format!("No file fits the pattern {text:?}.")));
    }
    Ok(found)
}
