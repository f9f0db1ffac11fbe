use std::{fs, io, path::PathBuf, process::ExitCode};

use clap::Parser;

/// Counts the lines of files.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Leave out lines that hold nothing but white space
    #[arg(long)]
    skip_blank: bool,

    #[arg(required = true)]
    files: Vec<PathBuf>,
}

fn count(text: &str, skip_blank: bool) -> usize {
    text.lines()
        .filter(|line| !skip_blank || !line.trim().is_empty())
        .count()
}

fn run(arguments: &Arguments) -> io::Result<()> {
    for file in &arguments.files {
        let lines = count(&fs::read_to_string(file)?, arguments.skip_blank);
        println!("{lines}\t{}", file.display());
    }
    Ok(())
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("linecount: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn blank_lines_count_unless_they_are_skipped() {
        assert_eq!(count("one\n\ntwo\n", false), 3);
        assert_eq!(count("one\n\ntwo\n", true), 2);
    }
}
